"""The only place that opens outbound sockets."""
