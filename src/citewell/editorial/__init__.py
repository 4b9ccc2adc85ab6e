"""What becomes of content under review: the workflow, its audit chain, differences, the policy as a page."""
