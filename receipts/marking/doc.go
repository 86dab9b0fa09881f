// Package marking reads the marking codes of Честный знак, the Russian system for marked goods: what a scanner or a
// camera gives becomes the text that registers and registrars take, or an *[Error] that says what is wrong with it.
//
// Reading is pure: it asks no registry whether a code exists and may be sold. A [Registry] does that, and takes the
// documents that bring codes out of circulation and back. The forms are those of the registry's
// documentation ("Форматы кодов маркировки"): GS1 element strings with application identifiers and group separators,
// packs of tobacco without them, and control marks of fur.
//
// Scanners damage codes in a few ways that can be undone without guessing; [Parse] undoes them. Where a code could be
// read in two ways, it is refused: scan it again. Who knows the group of the goods says more: [FindGroup] has how long
// their serial numbers are, which decides where a separator was lost, and refuses codes of other goods.
//
//	shoes, _ := marking.FindGroup("shoes")
//	orders := bridge.WithOrders(order.WithMarks(shoes.Check))
//
// Package photo below it reads pictures of codes.
package marking
