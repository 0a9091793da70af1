"""The rows of the attribution report, for one edition. How they are worded belongs in `render.report`."""
