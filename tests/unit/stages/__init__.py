"""Tests of the stages before and after the tracker."""
