"""What a terminal needs of any text: columns, tables, colour and marks. What is shown there is made above it."""
