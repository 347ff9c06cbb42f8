"""What we hold to be true: gold cases, the maker of made decisions, scorer, floors."""
