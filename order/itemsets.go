package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// sets of states that the built-in schemes share
var (
	allItems        = status.ItemSet(1<<(status.ItemCancelled+1) - 2)
	withSeller      = status.ItemStates(status.ItemNew, status.ItemConfirmed, status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	confirmedStates = withSeller &^ status.ItemStates(status.ItemNew)
	unpackedStates  = withSeller &^ status.ItemStates(status.ItemPacked)
	assemblyStates  = unpackedStates &^ status.ItemStates(status.ItemNew, status.ItemRemarking)
	inTransit       = status.ItemStates(status.ItemSent, status.ItemArrived)
	reachedBuyer    = status.ItemStates(status.ItemHandedOut, status.ItemReturning, status.ItemReturned) // the buyer has, or had, them
	endedStates     = status.ItemStates(status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled)
)

// rank orders item states by how far the goods have come.
func rank(s status.ItemState) int {
	switch s {
	case status.ItemConfirmed:
		return 1
	case status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking:
		return 2
	case status.ItemPacked:
		return 3
	case status.ItemSent:
		return 4
	case status.ItemArrived:
		return 5
	case status.ItemHandedOut:
		return 6
	}
	return 0
}
