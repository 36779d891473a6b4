"""An ensemble in the views: a dot for each member, the functions that they have learnt."""
