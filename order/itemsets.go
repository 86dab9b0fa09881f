package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// sets of states that the built-in schemes share
var (
	allItems  = status.ItemSet(1<<(status.ItemCancelled+1) - 2)
	inHouse   = status.ItemStates(status.ItemNew, status.ItemConfirmed, status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	confirmed = inHouse &^ status.ItemStates(status.ItemNew)
	unpacked  = inHouse &^ status.ItemStates(status.ItemPacked)
	assembly  = unpacked &^ status.ItemStates(status.ItemNew, status.ItemRemarking)
	underWay  = status.ItemStates(status.ItemSent, status.ItemArrived)
	delivered = status.ItemStates(status.ItemHandedOut, status.ItemReturning, status.ItemReturned) // the buyer has, or had, them
	finished  = status.ItemStates(status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled)
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
