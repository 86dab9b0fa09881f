// Package bridge keeps all sides of an order in step: the channel where it was bought, the ERP where the merchant works it,
// the carrier that moves its goods, the gateway that holds its money and the registers that print its receipts, with
// nothing lost and nothing done twice.
//
//	b, err := bridge.New(memory.New(),
//		bridge.Account("mm-1", mm.Channel()), bridge.Account("crm-1", crm.System(mapping)),
//		bridge.Route{Channel: "mm-1", ERP: "crm-1"})
//	http.Handle("/mm-1/", b.Webhook("mm-1"))
//	err = b.Run(ctx)
//
// # In
//
// Whatever comes from outside is stored before it is worked on: webhooks, and what people changed in an ERP, as messages;
// orders that are found by searching, as orders. A message is worked on in one write with what came of it. The cursor of a
// stream moves in one write with its messages. So the program may be stopped anywhere, and a message that cannot be worked
// on stays, with the reason. A cursor moves to what was seen and not beyond now; one that is found ahead of the present is
// told and read again from further back.
//
// A call to us is authenticated before its body is read, which may be as long as [MaxCall] says. Calls that are refused are
// counted and told once a minute.
//
// # Out
//
// What happens to an order is an event; what the outside systems are owed because of it is an effect, saved in the same
// write. An effect is marked as being sent before the call and settled after it. Its key, a UUIDv5 of target account,
// order, kind and event, never changes. Effects go out one after another for each order and account, side by side
// otherwise. One that fails is tried again, later each time; one that is refused, in doubt or given up waits for a person
// ([Bridge.Retry], [Bridge.Resolve]) and holds up what is owed to the same account after it. Notes hold up nothing.
//
// An effect is "ensure": what was being sent when the program stopped is applied again, and finds what the first try did.
// What the outside system has taken and not ended, it is asked for, ever more rarely, or as soon as it calls. What
// comes back is compared with what was asked for: an answer about another thing is never attached, and leaves the
// effect in doubt.
//
// How long a system may ask to be left alone is bounded ([WithMaxWait]); what fails is tried once more before a
// deadline of its order passes, and at once when a person says so.
//
// # Money
//
// With [Route].Receipts, each event owes the receipts that package receipts plans for it: an advance for a payment, a
// settlement when the goods are with the buyer, a refund for each return block. A receipt is kept as it was when it came to
// be owed, goes out under its own key, and is attached to its payment, block or order. One that the register did not make
// for reasons of its own is given again under another key; one that breaks a rule is not sent, and waits for a person, or
// for the order to say what was missing.
//
// With [Route].Gateway, a refund that a person orders (order.Refund, never the bridge by itself) is paid back through the
// payments that the order names, and settled in the order: refunded, or refused with the gateway's reason, and then it may
// be ordered again. Both go out under keys by which the services know them, so that a lost answer pays nothing twice. What
// stays in doubt is shown as such, in the order and in the journal, and looked after for some 40 minutes; then it waits for
// a person. What no gateway holds, such as cash, waits for the person who pays it back by hand: [Bridge.Resolve] says so.
//
// What a gateway tells is read afresh before it is believed. A payment that no order has is kept until one has it.
//
// # Parcels
//
// [Bridge.ParcelForm] describes what a carrier wants to know of a shipment, filled in as far as the order tells, and
// [Bridge.RequestParcel] asks for it, under a number of the order's own, so that a lost answer makes no second parcel. What
// the carrier refuses, at once or later, stands on the shipment with the reason. When it has accepted, the sale is owed
// to an ERP that takes documents; the shipment leaves when both have it. A request whose goods are cancelled is called off.
//
// Parcels are followed until they have arrived: read when the carrier calls, and otherwise after WithTrackEvery without news.
// Where they are moves the order's units, and with them whatever follows: states in the ERP, the settlement.
//
// # Time
//
// Every order knows when it is due: a message or effect to be tried, a deadline to be warned of, a look into its channel.
// [Bridge.Run] sleeps until the next; nothing depends on a timer being kept, and steps of the clock are made up for. A
// living order is read again after WithRefreshEvery, on both sides; a difference that nothing explains is told.
//
// # Seen
//
// The journal (see [Store]) says what was done, what was refused, retried and given up, for each order and account;
// [WithObserver] and [WithLogger] show it live. What the merchant must know also comes to where he works, as a note in the
// ERP.
package bridge
