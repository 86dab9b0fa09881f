// Package order is the domain of order processing: what an order is and what may happen to it. It uses no network and
// no database, and reads no clock. A program can use it alone, with package status.
//
// # An order
//
// An order has lines; each line has units, in one or more portions. Payments, shipments, packages, return blocks and
// documents belong to it. It changes in three ways, and each appends events to one log:
//
//	o, events, err := order.New(draft, by)       // a new order; Import takes one that exists elsewhere already
//	events, err = o.Do(order.Confirm{}, by)      // a command of a person or host: done, or refused as a whole
//	events, err = o.Observe(report, by)          // a report of an outside system, weighed by Authority
//
// The log is the order: store the events, and Replay rebuilds the same order. View is output for screens.
//
// # Units
//
// A portion is a range of a line's units with one state, warehouse, transfer, shipment and return block. Confirming
// three of five, packing them in two boxes, refusing one at the door and returning another all move units from one
// portion to another. The portions of a line always cover it exactly once. Picks choose units. Where they leave open
// which, a command that takes units back begins with those nearest to the seller, one that brings them forward with
// those nearest to the buyer (Choice); of units in one state it takes the lowest, so that the same units always cost
// the same. Units that are neither cancelled nor returned are called living.
//
// # Transfers
//
// Goods that are at another place come by a transfer: RequestTransfer asks for them; the people there send them, all or
// some (SendTransfer); the operator posts that (PostTransfer), by which they are at a shop, or on the way to the
// central warehouse, which receives them in as many parts as they come (ReceiveTransfer). What is damaged or lost is
// short again. A unit is in one open transfer at most, and cannot be assembled, packed or handed over before that has
// ended. Dropped, everything is as it was. What is cancelled or released while it is only asked for leaves its
// transfer; while it is on the way, the operator gets a notice. Documents of the books may stand for the same steps.
//
// # Money
//
// Money is minor units and an ISO currency, Quantity is thousandths (package amount); there are no floats. The total of
// a line is authoritative: units [a,b) of q cost round(total·b/q) − round(total·a/q), so that parts always add up to
// the line. Discounts, promo codes, bonuses and charges are spread over the lines that they are on (Adjustment.On: the
// goods, the delivery, the services, all) by largest remainder and belong to units from then on; the shares of a line
// in a view are those of its living units, so that its columns add up. Before payment an order can be repriced with
// prices that the caller brings; after payment a return pays back what was paid for its units: money first, then gift
// cards, goods in exchange and bonus points (Payment.Form). The rate of VAT of a line may change while units are with
// the seller (ChangeLine); units that have left keep theirs.
//
// A refund need not be the price of units. ReducePrice makes units cheaper that the buyer keeps, or a charge; what
// comes back later pays back the rest. Refund may withhold a part, such as the way back, or all of it where the buyer
// gets other goods: the block is settled then. Return takes the prices that are left where a discount is lost with what
// comes back: what stays gets dearer, and the refund smaller by as much. What the gateway's cabinet paid back is booked
// by its payment. A View tells apart what went back (Refunded), what is still to go (ToRefund), what is withheld for
// good (Withheld) and what is due; in every state Paid less the first three is what pays for Total, but for what is
// Due. Where the cabinet paid back what a block owes, it is in both of the first two until it is booked.
//
// What the order costs the seller, such as the carrier of a free delivery, is an Expense beside all of these
// (RecordExpense).
//
// # Exchange
//
// Edit exchanges goods of a paid order: lines are added and others removed at once, also such as the buyer has. What is
// added is due, or what is paid beyond the new total is owed in the return block. Goods of an order that is closed, or
// that are to travel as an order of their own, are exchanged or replaced in a linked order: Order.Exchange plans it
// from the return block. What the block owes pays for the new order (FormExchange) and is withheld from its refund.
//
// # Rules
//
// What is allowed, and when, is data: a Scheme for the way of selling, a role matrix (DefaultRoles), and an Authority,
// which says which outside system owns which fact. A refused command is a *Refused that names the thing, its state,
// the reason and what is allowed instead. Order.Allowed lists the commands that an actor may give now.
//
// A Right may end at the actor's own place (OwnPlace, Actor.Place): a shop assembles what is reserved there and hands
// out what the buyer gets there.
//
// # Documents
//
// A document in a state may stand for commands: an invoice confirms, a waybill hands over (Scheme.Documents).
// IssueDocument keeps the document and does what it stands for, or is refused as a whole; VoidDocument undoes it;
// DocumentReport is what the books report. Each happens once per document and state. Attach keeps a document that
// stands for nothing.
//
// # The end of an order
//
// Cancel ends an order for its channel too. Forget ends it only here: if its channel still has it, it is loaded as a
// new order, with a Link to the one before. Erase clears the personal data of the buyer from the log of an order that
// has ended; units and sums stay as they were.
package order

//go:generate go run ./internal/gen
