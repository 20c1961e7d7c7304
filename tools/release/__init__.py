"""What has to be so before a version is given to people: docs/releasing.md."""
