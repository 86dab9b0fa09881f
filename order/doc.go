// Package order is the domain of order processing: what an order is and what may happen to it. It imports no network, no
// database and no client, and reads no clock; an integrator can use it alone, with package status.
//
// An order is changed in three ways, and each leaves its events in one log:
//
//	o, events, err := order.New(draft, by)       // placed here; Import takes up one that is already under way
//	events, err = o.Do(order.Confirm{}, by)      // somebody wants something: done or refused, never half
//	events, err = o.Observe(report, by)          // an outside system reports: never refused when its word counts
//
// The log is the order: store the events, Replay them, and the identical order is back. View is for screens.
//
// # Units
//
// A line holds portions: ranges of its units with one fate. Confirming three of five, packing them in two boxes, refusing
// one at the door and returning another is the same operation each time: units move from one portion to another. The
// portions of a line cover it exactly once, always; a command takes the lowest units that fit, so the same units always
// cost the same.
//
// # Money
//
// Money is minor units and an ISO currency, Quantity is thousandths; there are no floats. A line's total is authoritative,
// and the price of units [a,b) is round(total·b/q) − round(total·a/q): whatever is split off in whatever order, the parts
// add up to the kopeck. Discounts, promo codes, bonuses and charges on the whole order are spread over the goods by largest
// remainder and then belong to units too. Before payment an order may be priced anew with prices that the caller brings;
// after payment a return owes back what was paid for those very units.
//
// # Rules
//
// What may be done when is data: a Scheme for the way of selling, Roles for who may do what, Authority for whose word
// counts about what. A refused command is a *Refused that says what, in which state, why, and what is allowed instead;
// Allowed tells a screen which buttons to show.
package order
