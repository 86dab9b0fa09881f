// Package stock is about the merchant's stock: where an order is reserved, what has to be moved, and what orders did to
// the stock. It moves nothing: what happens to units is a matter of package order.
//
// New plans the reservations of an order over warehouses, by a [Policy]: the nearest first, or the fewest parcels.
// [Plan.Replan] follows another order or another stock with the smallest change, [Plan.Move] does what a person asks
// for, within what there is, and [Plan.Changes] says what to do to get from one plan to the next. What no warehouse
// could give is Plan.Short; [Requests] asks other warehouses for it. All of it is calculated: no clock, no network, the
// same arguments give the same plan.
//
// [Ledger] adds up what one order holds at each place, took from it, or moves to another, out of its log. Which units
// moved when, and who moved them, is order.Movements.
package stock
