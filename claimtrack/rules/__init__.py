"""What needs a person's attention: rules, findings and how they are run. Rules for drafts are in `checking.rules`."""
