package novaposhta

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// Carrier is a sender as the port of package carriers. It is safe for concurrent use.
//
// A waybill is the port's parcel. Its number is the tracking number and the reference, because tracking knows no other;
// our key stands in it as the sender's own number. A new waybill is ParcelAccepted: it has its number, and the goods
// are still at the seller.
//
// Waybills that were made elsewhere are tracked by their numbers like any other. A redirected parcel travels on with
// another number: it is followed, and Parcel.Text names the new one. A parcel that goes back is in Parcel.Returns once
// its waybill is made.
//
// Nova Poshta calls nobody, so that parcels must be read from time to time. Buyers return goods by their own app, which
// has no call for sellers: there is [Carrier.SendBack] for what was not handed out, and no carriers.Returner.
type Carrier struct {
	client  *Client
	sender  string // counterparty; empty: the only one of the key
	contact string // of the sender; empty: the only one
	phone   string // of the sender; empty: that of the contact
	branch  string // where the seller hands parcels over, or
	town    string
	address string // where they are fetched
	payer   Side
	method  PaymentMethod
	control bool // payment control in place of a money transfer
	cargo   CargoType
	content string
	hook    func(r carriers.Request, d *Draft)
}

var (
	_ carriers.Carrier     = (*Carrier)(nil)
	_ carriers.Quoter      = (*Carrier)(nil)
	_ carriers.CityFinder  = (*Carrier)(nil)
	_ carriers.PointFinder = (*Carrier)(nil)
	_ carriers.Labeler     = (*Carrier)(nil)
	_ carriers.Changer     = (*Carrier)(nil)
	_ carriers.Checker     = (*Carrier)(nil)
)

// CarrierOption configures a Carrier; later ones win.
type CarrierOption func(*Carrier)

// Carrier returns the sender as a carrier. It does not fail: [Carrier.Check] says what is wrong with the options.
// Without an origin ([FromWarehouse], [FromAddress]) waybills that were made elsewhere are tracked, and whoever asks
// for one fills in where it comes from.
func (c *Client) Carrier(opts ...CarrierOption) *Carrier {
	k := &Carrier{client: c, payer: Recipient, method: Cash, cargo: Parcel}
	for _, o := range opts {
		if o != nil {
			o(k)
		}
	}
	return k
}

// FromWarehouse sets the branch to which the seller brings its parcels, by its Ref, unless a form names another.
func FromWarehouse(ref string) CarrierOption { return func(k *Carrier) { k.branch = ref } }

// FromAddress sets where couriers fetch parcels: an address of the sender and its city, both by their Refs.
func FromAddress(city, address string) CarrierOption {
	return func(k *Carrier) { k.town, k.address = city, address }
}

// WithSender sets the sender and its contact person, by their Refs, and the phone; each may be empty. What is empty is
// looked up: the only sender of the key, its only person, and her phone.
func WithSender(counterparty, contact, phone string) CarrierOption {
	return func(k *Carrier) { k.sender, k.contact, k.phone = counterparty, contact, phone }
}

// WithPayer sets who pays for the delivery, and how, unless a form says otherwise. Without it the recipient pays in
// cash; to lockers the sender.
func WithPayer(who Side, how PaymentMethod) CarrierOption {
	return func(k *Carrier) { k.payer, k.method = who, how }
}

// WithPaymentControl makes forms ask for payment control in place of a transfer of money: see
// Draft.AfterpaymentOnGoodsCost. It needs a contract.
func WithPaymentControl() CarrierOption { return func(k *Carrier) { k.control = true } }

// WithCargo sets what forms start with: the kind of cargo, and the words for it. Without words they are the names of
// the goods.
func WithCargo(t CargoType, description string) CarrierOption {
	return func(k *Carrier) { k.cargo, k.content = t, description }
}

// WithDraftHook completes a draft before it is sent with what the form does not have. The hook must do the same for the
// same request each time, and must not change the key and the day.
func WithDraftHook(dress func(r carriers.Request, d *Draft)) CarrierOption {
	return func(k *Carrier) { k.hook = dress }
}

// System returns [Name].
func (k *Carrier) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (k *Carrier) NameAccount(name string) error { return k.client.NameAccount(name) }

// ref returns the reference of a waybill.
func (k *Carrier) ref(number string) order.Ref {
	return order.Ref{System: Name, Account: k.client.rest.Account(), Kind: carriers.KindParcel, ID: number}
}

// numberOf returns the number of a reference.
func (k *Carrier) numberOf(op string, ref order.Ref) (string, error) {
	number, ok := Number(ref.ID)
	switch {
	case ref.System != "" && ref.System != Name:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is to another system than "+Name, nil)
	case ref.Kind != "" && ref.Kind != carriers.KindParcel && ref.Kind != carriers.KindNumber:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is of kind "+ref.Kind+", not "+carriers.KindParcel, nil)
	case !ok:
		return "", k.client.rest.Fail(op, ordo.NotFound, "there is no waybill "+quoted(ref.ID)+": a number has 14 digits", nil)
	}
	return number, nil
}

// Check implements carriers.Checker. It checks the key, the sender, where parcels come from, and what the contract
// allows. The error joins all that is wrong.
func (k *Carrier) Check(ctx context.Context) error {
	const op = "settings"
	var found []error
	wrong := func(text string) { found = append(found, k.client.rest.Fail(op, ordo.Auth, text, nil)) }
	if k.branch != "" {
		switch w, err := k.client.GetWarehouse(ctx, k.branch); {
		case err != nil:
			found = append(found, err)
		case !w.Works() || w.HandsOutOnly:
			wrong("the branch " + w.Description + " does not accept parcels")
		}
	}
	s, notes, err := k.shipper(ctx)
	if err != nil {
		return errors.Join(append(found, err)...)
	}
	for _, n := range notes {
		if k.branch != "" || k.address != "" { // tracking needs no sender
			wrong(n.Field + ": " + n.Rule)
		}
	}
	if s["Sender"] != "" && (k.control || k.method == NonCash) {
		switch o, err := k.client.GetCounterpartyOptions(ctx, s["Sender"]); {
		case err != nil:
			found = append(found, err)
		case k.control && !o.PaymentControl:
			wrong("the sender has no contract for payment control: leave WithPaymentControl out")
		case k.method == NonCash && !o.NonCash:
			wrong("the sender has no contract for paying without cash: give WithPayer Cash")
		}
	}
	return errors.Join(found...)
}

// shipper returns the values of the sender, and what a person has to choose.
func (k *Carrier) shipper(ctx context.Context) (carriers.Values, []carriers.Problem, error) {
	p := &prefill{Values: carriers.Values{}}
	p.set("Sender", k.sender)
	if k.sender == "" {
		var all []Counterparty
		for r, err := range k.client.ListCounterparties(ctx, Sender, "") {
			if err != nil {
				return nil, nil, err
			}
			all = append(all, r)
		}
		if len(all) == 1 {
			p.set("Sender", all[0].Ref)
		} else {
			p.note("Sender", carriers.CodeChoice, "the key has %d senders: choose one with WithSender", len(all))
		}
	}
	phone := k.phone
	p.set("ContactSender", k.contact)
	if sender := p.Values["Sender"]; sender != "" && (k.contact == "" || phone == "") {
		var all []ContactPerson
		for r, err := range k.client.ListContactPersons(ctx, sender) {
			if err != nil {
				return nil, nil, err
			}
			all = append(all, r)
		}
		if k.contact != "" {
			all = slices.DeleteFunc(all, func(r ContactPerson) bool { return r.Ref != k.contact })
		}
		if len(all) == 1 {
			p.set("ContactSender", all[0].Ref)
			if phone == "" {
				phone = all[0].Phones
			}
		} else {
			p.note("ContactSender", carriers.CodeChoice, "the sender has %d contact persons: choose one with WithSender", len(all))
		}
	}
	p.phone("SendersPhone", phone)
	if k.branch == "" {
		p.set("CitySender", k.town)
		p.set("SenderAddress", k.address)
		return p.Values, p.notes, nil
	}
	p.set("SenderAddress", k.branch)
	w, err := k.client.GetWarehouse(ctx, k.branch)
	switch {
	case err == nil:
		p.set("CitySender", w.CityRef)
	case ordo.ClassOf(err) == ordo.NotFound:
		p.note("SenderAddress", carriers.CodeUnknown, "the branch %q is not in the directory of Nova Poshta", k.branch)
	default:
		return nil, nil, err
	}
	return p.Values, p.notes, nil
}
