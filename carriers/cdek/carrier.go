package cdek

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// Carrier is a contract as the port of package carriers. Its form is that of a shop order. It is safe for concurrent
// use.
//
// CDEK's order is the port's parcel; the number of the shop is the key, CDEK's number the tracking number, the uuid the
// reference. CREATED is ParcelAccepted: CDEK has accepted the order and assigned the number; the goods are still at the
// shop.
type Carrier struct {
	client   *Client
	tariffs  []int
	office   string
	door     *Location
	sender   *Contact
	seller   *Seller
	services []string
	address  ordo.Secret // its last segment is the secret of webhook
	webhook  Webhook
	hook     func(r carriers.Request, d *Draft)
	problems []string // with the settings
}

var (
	_ carriers.Carrier     = (*Carrier)(nil)
	_ carriers.Quoter      = (*Carrier)(nil)
	_ carriers.CityFinder  = (*Carrier)(nil)
	_ carriers.PointFinder = (*Carrier)(nil)
	_ carriers.Labeler     = (*Carrier)(nil)
	_ carriers.Changer     = (*Carrier)(nil)
	_ carriers.Returner    = (*Carrier)(nil)
	_ carriers.Webhooker   = (*Carrier)(nil)
	_ carriers.Subscriber  = (*Carrier)(nil)
	_ carriers.Checker     = (*Carrier)(nil)
)

// CarrierOption configures a Carrier; later ones win.
type CarrierOption func(*Carrier)

// usualTariffs are offered by forms unless WithTariffs is set: "Посылка" and "Экономичная посылка".
var usualTariffs = []int{136, 137, 138, 139, 366, 368, 234, 233, 232, 231, 378}

// Carrier returns the contract as a carrier. It does not fail: Check, and every call that depends on it, returns what
// is wrong with the options, as an *ordo.Error of class Auth, because the settings must be corrected and the requests
// stay pending.
func (c *Client) Carrier(opts ...CarrierOption) *Carrier {
	k := &Carrier{client: c, tariffs: usualTariffs}
	for _, o := range opts {
		if o != nil {
			o(k)
		}
	}
	c.rest.Hide(k.webhook.secret.Reveal())
	return k
}

// WithTariffs sets the tariffs that forms offer, by code. A tariff that is not documented is assumed to serve any
// place.
func WithTariffs(codes ...int) CarrierOption {
	return func(k *Carrier) { k.tariffs = slices.Clone(codes) }
}

// FromOffice sets the office to which the shop brings its parcels, unless a form names another.
func FromOffice(code string) CarrierOption { return func(k *Carrier) { k.office = code } }

// FromDoor sets the address where couriers pick up parcels, unless a form names another. The pick-up is ordered
// separately: see [Client.CreateIntake].
func FromDoor(l Location) CarrierOption { return func(k *Carrier) { k.door = &l } }

// WithSender sets the sender, unless a form names another. Without it the sender is the holder of the contract.
func WithSender(c Contact) CarrierOption { return func(k *Carrier) { k.sender = &c } }

// WithSeller sets the seller, unless a form names another. Without it the seller is the holder of the contract.
func WithSeller(s Seller) CarrierOption { return func(k *Carrier) { k.seller = &s } }

// WithServices sets the additional services without a parameter that forms start with, such as [PartialDelivery].
func WithServices(codes ...string) CarrierOption {
	return func(k *Carrier) { k.services = slices.Clone(codes) }
}

// WithWebhook makes CDEK call this address when a parcel moves, once [Carrier.Subscribe] is called. A bridge calls it
// once an hour; without a bridge call it as often. The last segment of the address is the secret that authenticates a
// call, such as https://shop.example/hooks/cdek/Jx3…: it must not be guessable. Without this option every call is
// refused.
func WithWebhook(address string) CarrierOption {
	return func(k *Carrier) {
		k.address, k.webhook, k.problems = ordo.NewSecret(address), Webhook{}, nil
		switch u, err := url.Parse(address); {
		case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
			k.problems = []string{"the address of webhooks is not a URL such as https://shop.example/hooks/cdek/SECRET"}
		case path.Base(u.Path) == "/" || path.Base(u.Path) == ".":
			k.problems = []string{"the address of webhooks has no path: its last segment is the secret"}
		default:
			k.webhook = NewWebhook(path.Base(u.Path))
		}
	}
}

// WithDraftHook completes a draft before it is sent with what the form does not have: a developer's key, the token of a
// widget. The hook must do the same for the same request each time, and must not change number, packages and payments.
func WithDraftHook(dress func(r carriers.Request, d *Draft)) CarrierOption {
	return func(k *Carrier) { k.hook = dress }
}

// System returns [Name].
func (k *Carrier) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (k *Carrier) NameAccount(name string) error { return k.client.NameAccount(name) }

// ref returns the reference of an order.
func (k *Carrier) ref(uuid string) order.Ref {
	return order.Ref{System: Name, Account: k.client.rest.Account(), Kind: carriers.KindParcel, ID: uuid}
}

// uuidOf returns the uuid of a reference.
func (k *Carrier) uuidOf(op string, ref order.Ref) (string, error) {
	switch {
	case ref.System != "" && ref.System != Name:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is to another system than "+Name, nil)
	case ref.Kind != "" && ref.Kind != carriers.KindParcel:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is of kind "+ref.Kind+", not "+carriers.KindParcel, nil)
	case ref.ID == "":
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference has no id: it must be the uuid of an order", nil)
	}
	return ref.ID, nil
}

// Check implements carriers.Checker. It checks the credentials, the origin, the office, the tariffs of the contract and
// the address of webhooks. The error joins all that is wrong.
func (k *Carrier) Check(ctx context.Context) error {
	const op = "settings"
	var found []error
	wrong := func(text string) { found = append(found, k.client.rest.Fail(op, ordo.Auth, text, nil)) }
	for _, w := range k.problems {
		wrong(w)
	}
	if k.office == "" && k.door == nil {
		wrong("there is no origin, so no form can be filled in: give the carrier FromOffice or FromDoor")
	}
	tariffs, err := k.client.ListContractTariffs(ctx)
	if err != nil {
		return errors.Join(append(found, err)...)
	}
	for _, code := range k.tariffs {
		there := slices.ContainsFunc(tariffs, func(t ContractTariff) bool {
			return slices.ContainsFunc(t.Modes, func(m ContractMode) bool { return m.Tariff == code })
		})
		if !there && len(tariffs) > 0 && !slices.Equal(k.tariffs, usualTariffs) {
			wrong("the contract has no tariff " + strconv.Itoa(code))
		}
	}
	if k.office != "" {
		switch p, err := k.client.GetDeliveryPoint(ctx, k.office); {
		case err != nil:
			found = append(found, err)
		case !p.TakesIn:
			wrong("the office " + k.office + " does not accept parcels")
		}
	}
	return errors.Join(found...)
}

// Subscribe implements carriers.Subscriber for the statuses of orders. CDEK may drop a subscription without notice, so
// Subscribe must be called regularly: a bridge does so once an hour. An account has at most two subscriptions.
func (k *Carrier) Subscribe(ctx context.Context) error {
	if k.webhook.secret.IsZero() {
		return k.client.rest.Fail("POST /v2/webhooks", ordo.Auth, "the carrier has no valid webhook address: give it WithWebhook", nil)
	}
	_, err := k.client.CreateSubscription(ctx, EventOrderStatus, k.address.Reveal())
	return err
}

// Admit implements carriers.Webhooker; see [Webhook.Admit].
func (k *Carrier) Admit(r *http.Request) error { return k.webhook.Admit(r) }

// Answer implements carriers.Webhooker; see [Webhook.Answer]. Open orders must be read from time to time.
func (k *Carrier) Answer(err error) ordo.Answer { return k.webhook.Answer(err) }

// Receive implements carriers.Webhooker.
func (k *Carrier) Receive(r *http.Request, body []byte) (ordo.Call[order.Ref], error) {
	e, err := k.webhook.Parse(r, body)
	if err != nil {
		return ordo.Call[order.Ref]{}, err
	}
	c := ordo.Call[order.Ref]{Key: e.Key()}
	for _, uuid := range e.orders() {
		c.News = append(c.News, k.ref(uuid))
	}
	return c, nil
}

// orders returns the uuids of the orders that an event is about, including the one whose goods are returned.
func (e *Event) orders() []string {
	if e.UUID == "" || e.Type == EventPrint || e.Type == EventPrealert || e.Type == EventOffice {
		return nil
	}
	out := []string{e.UUID}
	if e.Status != nil {
		for _, r := range e.Status.Related {
			if (r.Type == DirectOrder || r.Type == ClientDirectOrder) && r.UUID != "" {
				out = append(out, r.UUID)
			}
		}
	}
	return out
}
