// Package chaos checks what a bridge and its store do when a process ends anywhere.
//
// A [Market] is a merchant on Megamarket who works in RetailCRM, and a [Shop] his own shop, with YooKassa, ATOL Online,
// CDEK and books; all are fakes, reached over HTTP in virtual time. Tests of the bridge use them as they are. [Run]
// lives through the scenarios of scripts*.go again and again, stopping the [Process] at another place each time.
// [Flows] does so with records that are no orders. [RandomOrders], [RandomMoney] and [RandomParcels] lead many orders
// through troubles that come as the dice fall.
//
// All run over the store that [Stores] opens, so that another store passes what the one in memory passes:
//
//	func TestTheProcessMayEndAnywhere(t *testing.T) { chaos.Run(t, chaos.Memory, 29) }
package chaos
