// Package bridge keeps all sides of an order in step: the channel where it was bought, the ERP where the merchant
// works, the carrier that moves its parcels, the gateway that holds its money and the registrar of its fiscal
// receipts. Nothing is lost and nothing is done twice, wherever the process is stopped.
//
//	b, err := bridge.New(memory.New(),
//		bridge.Account("mm-1", mm.Channel()), bridge.Account("crm-1", crm.System(mapping)),
//		bridge.Route{Channel: "mm-1", ERP: "crm-1"})
//	http.Handle("/mm-1/", b.Webhook("mm-1"))
//	err = b.Run(ctx)
//
// # A service
//
// Check the accounts at the start ([Bridge.Check]), mount [Bridge.Webhook] for each account that calls, and keep
// [Bridge.Run] running. Give commands of people with [Bridge.Do]; show what waits for them, and settle it with
// [Bridge.Retry], [Bridge.Resolve], [Bridge.RetryMessage] and [Bridge.Dismiss].
//
// In a test, connect the clients to their fakes and call [Bridge.Sync] instead of Run: it returns when nothing is
// left to do at the time of [WithClock]. Advance that clock and call Sync again for what comes later. Fakes whose
// vendor answers late have settings for the number of reads after which they answer.
//
// # In
//
// Whatever comes from outside is stored before it is worked on: webhook calls and changes in an ERP as messages, orders
// that are found by searching as orders. A message is applied in one write with its results, and the cursor of a stream
// moves in one write with its messages; so the process may be stopped anywhere. A message that cannot be applied stays,
// with the reason, until a person decides ([Bridge.RetryMessage], [Bridge.Dismiss]).
//
// A call is authenticated before its body is read, and its length is limited ([MaxCall]). Refused calls are counted and
// written to the journal at most once a minute. A cursor that lies in the future was left by a wrong clock: the journal
// says so, and the stream is read again from further back.
//
// A channel that sends its orders and cannot be asked ([channels.Pusher], such as package channels/shop) is never read.
// What it sends too early waits for the order; what is older than the last change is not applied. The host's own code
// gives the same news by [Bridge.Announce].
//
// # Passes
//
// A pass asks one account what has changed. [Bridge.Run] makes one after another, each account in its own time
// ([WithPollEvery], [Schedule]); [Bridge.Sync] makes them all at once, by hand. A channel is searched from the last
// successful pass on, less a day ([WithOverlap]): orders that are not known here are taken and land where their status
// says ([Landing]), those that are known and have changed are read again, and what ended without success before it was
// known is left alone. What the pass took and changed is a [Run] in the store.
//
// A store that wakes workers itself ([Waker]) does so in place of Run's own loop; of all processes that share it, one
// makes each pass. An engine of the host may wake workers in place of Run: it calls [Bridge.Work] for orders and
// [Bridge.Poll] for accounts.
//
// What is the merchant's own is a part of the route: the till of each method of payment ([Route].Tills; an account with
// a method that has none is refused before its first order is loaded), the centres where documents reserve goods and
// write them off ([Route].Centres), the directory in which buyers are clients ([Route].Parties). A buyer who is found
// there is linked to the order by a label ([PartyLabel]), one who is not is created: once, also by parallel passes.
// [WithGoods] says which goods there are; [Bridge.Check] compares what is on sale with them.
//
// A person decides on what is known here. Where that is not enough, [Fresh] reads the channel first.
//
// # Out
//
// What happens to an order is an event; what outside systems must learn from it is a pending effect, saved in the
// same write. An effect is saved as being sent before its call, and with its outcome after it. Its key, a UUIDv5 of
// target account, order, kind and event, never changes. Effects of one order for one account go out one after
// another, others side by side. An effect that fails is tried again, later each time; one that is refused, in doubt
// or given up waits for a person ([Bridge.Retry], [Bridge.Resolve]), and later effects for the same account wait with
// it. Notes hold up nothing.
//
// An effect means "ensure", not "do": what was being sent when the process stopped is sent again, and finds what the
// first attempt did. What the outside system has accepted and not finished is polled, more rarely each time, or as
// soon as the system calls. Answers are compared with what was asked for: one about another thing is never attached,
// and leaves the effect in doubt.
//
// How long a system may ask to be left alone is limited ([WithMaxWait]); what fails is tried once more before a
// deadline of its order passes, and at once when a person wants it.
//
// # Money
//
// With [Route].Receipts, each event adds the receipts that package receipts plans for it: an advance for a payment, a
// settlement when the goods are with the buyer, a refund for each return block. A receipt is stored as it was
// planned, goes out under its own key, and is attached to its payment, block or order. One that the registrar could
// not make for reasons of its own is registered again under another key; one that breaks a rule is not sent, and
// waits for a person, or until the order has what was missing.
//
// With [Route].Gateway, a refund that a person orders (order.Refund; the bridge never orders one) is refunded through
// the payments that the order names, and settled in the order: refunded, or refused with the gateway's reason, and
// then it may be ordered again. Refunds and receipts go out under keys that the services know, so that a lost answer
// pays nothing twice. What stays in doubt is shown in the order and in the journal, checked for about 40 minutes, and
// then waits for a person. What no gateway holds, such as cash, a person pays back by hand, and says so with
// [Bridge.Resolve].
//
// Money that is held there is taken once, when [Route].Capture says so: what is left to be paid, and the gateway gives
// the rest back. The money of a cancelled order is given back at once. What the gateway refuses, people order again
// (order.Capture, order.ReleaseHold); where a client cannot do it, people are told. They are warned a day before a hold
// ends, and told when the gateway has ended one.
//
// A call of a gateway is not believed: the payment is read. News of a payment that no order has is kept until one has
// it.
//
// # Parcels
//
// [Bridge.ParcelForm] returns the form with which a carrier takes a shipment, filled in as far as the order tells,
// and [Bridge.RequestParcel] sends it, under a number of the order's own, so that a lost answer makes no second
// parcel. What the carrier refuses, at once or later, stands on the shipment with the reason. When the carrier has
// accepted, the document of sale goes to an ERP that takes documents; the shipment is handed over when both have it.
// A request whose goods are cancelled is cancelled.
//
// A carrier that calls is subscribed to once an hour, without the host. Parcels are tracked until they have arrived:
// read when the carrier calls, and otherwise after [WithTrackEvery] without news. Where they are moves the order's
// units, and what follows from it: states in the ERP, the settlement.
//
// # What people and shops are told
//
// A system where people work that can show orders (order.EffectShow) is told after each save with something to read:
// the order as it is then, its whole log in the language of the account, the stock of what has not left, and the forms
// of shipments that a carrier may still take. One such effect waits at most; what it could not show the next one shows.
//
// A channel whose orders are worked elsewhere (channels.Mirror, or one that Can order.EffectLines, EffectDetails,
// EffectPayment or EffectStatus) is told of changes as an ERP is, but of nothing that it reported itself. What people
// want there and may not is told where people work, and the channel gets back what the order is. The sums that it shows
// after a write are compared with those of the order.
//
// # Stock
//
// Where the books keep stock (erp.Stocker), they reserve the goods of an order where its portions stand: what
// order.Assemble puts at a warehouse is reserved there, what is released, cancelled or sold is not. With
// [ReservePolicy].Auto the warehouses are chosen as soon as the books have the order; people choose by [Bridge.Reserve]
// and [Bridge.MoveReserve], with what [Bridge.Stock] shows. If somebody else was faster, the books refuse: what is not
// there is released, chosen anew once, and people are told.
//
// Transfers ([Bridge.RequestTransfers], order.SendTransfer and the steps after it) have their documents in the books,
// and so do sales that people ask for (order.RequestDocument); [Bridge.Batch] lists the sales of a direction for the
// warehouse. What people do there, with documents or reservations, the order follows, and what it cannot follow is
// told. [Bridge.ReceiveParcels] takes back what carriers bring, and [Bridge.Print] prints the note of the return.
//
// # Goods, prices, stock and people
//
// Records that are no orders go from one account to another by a [Flow]: by [Bridge.Run] in its time, or by
// [Bridge.Exchange]. What has changed since the last exchange is read from the one system (exchange.Source), and told
// the other (exchange.Sink) a page at a time; the cursor moves when a page was taken, so that an exchange may be
// stopped anywhere, and a system that is down delays it and loses nothing. From scratch everything is told again, which
// changes nothing that is so already. Of several processes one makes an exchange, and leaves a [Run] with what was
// read, changed and refused.
//
// A source that has forgotten what it told, such as 1C's after a restart, has everything read again. Where that is all
// there is (exchange.Whole), what was told before and does not come is gone, and the other system is told so; for that
// the keys of what was told are kept, and some bytes for each while a bridge runs.
//
// A record that cannot be read or that the other system refuses stops none of the others. The journal says so once,
// [Bridge.Refused] shows it until it is right, and what was refused is tried again, later each time, unless a later
// record has taken its place. Some thousands are kept, with their data, also those of people; if there are more, the
// exchange stops where it is, and says so.
//
// Records go one way: goods, prices, stock, warehouses and cards come from the books, people from whoever has them.
// [New] refuses flows in which a kind could come back to where it is from. Orders are no records: an order goes from
// the shop to the people who work on it and then to the books by its [Route].
//
// # Edits by people
//
// [Bridge.Edit] edits an order at the prices of its channel. People who work in a system that has no say about prices
// edit rows and type promo codes there (erp.RowEdit); that goes the same way, with the rights of whoever did it, and is
// made or refused at once: price, promotion and stock are those of that moment, and a shop that cannot be asked leaves
// the order as it is. What is refused is a note with both values and the reason, and the rows then show the order
// again. Once the order is paid, rows are not edited: goods go back by a return. Where people ask there for the carrier
// (erp.ParcelWish), its form is checked at once, and a second press asks for nothing twice.
//
// # Time
//
// Every order knows when it is due: a message or effect to be tried, a deadline to warn of, a refresh. [Bridge.Run]
// sleeps until the next; nothing depends on a timer, and steps of the clock are made up for. An open order is read
// again after [WithRefreshEvery], in its channel and its ERP; a difference that nothing explains is written to the
// journal.
//
// # What an ERP shows
//
// What changes after an ERP has an order is sent to it: lines, quantities, prices and marking codes, who buys and where
// the goods go, each payment and what of it was paid back, units that are cancelled or refused, and return blocks once
// their goods are back ([erp.SumsOf]). Changes that were not sent yet go out together, as the order is then; what
// people did in a system is not sent back to it. A change that a system cannot be told of becomes a note with both
// values. After each write and reading the sums that a system shows are compared with the order, unless something is on
// its way there: a difference is written to the journal ("sums-differ") and noted for people, once.
//
// # Lives, and personal data
//
// [order.Forget] through [Bridge.Do] forgets an order here and writes nothing outside: its names are given up in the
// same write, and what is pending for it is ended. If its channel still has it, the next pass, or the next call about
// it, loads it as a new order with an id of its own: "mm-1/955100777~2", linked to the one before. [Bridge.Find] finds
// the one that goes on; the one that was forgotten stays readable under its id.
//
// [Bridge.Erase] erases the personal data of a buyer once the order has ended, from everything that is stored about it,
// unless the rule of [WithRetention] keeps them, and names what other systems still have.
//
// # What people see
//
// The journal (see [Store]) says what was done, refused, retried and given up, for each order and account;
// [WithObserver] and [WithLogger] show it live. What the merchant must know also becomes a note in the ERP. Texts are
// in the language of the account ([Language], [WithLanguage]).
//
// # Inside
//
// Four layers, each calling only downwards:
//
//	scheduler     scheduler.go poll.go passdue.go      when an order is worked on, when an account is asked
//	              flow_*.go                            records that are no orders
//	handlers      handler_*.go, one a kind of port     intake, receive, derive, perform, settle
//	outbox        commit.go inbox.go deliver.go        pending effects: order, retry, in doubt, what people may do
//	              outcome.go queue.go retry.go
//	unit of work  job.go pending.go journal.go save.go one order loaded, changed and saved with its batch
//
// "What happens when a parcel arrives?" is answered by reading handler_carrier.go from top to bottom.
package bridge
