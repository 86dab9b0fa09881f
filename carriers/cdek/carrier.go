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

// Carrier is a contract in the words of package carriers: its form is that of a shop order. It is safe for concurrent use.
//
// What CDEK calls an order is a parcel there; the number of the shop is the key, CDEK's number the tracking number, the
// uuid the reference. CREATED is ParcelAccepted: CDEK has agreed and given the number, the goods are still at the shop.
type Carrier struct {
	client   *Client
	tariffs  []int
	office   string
	door     *Location
	sender   *Contact
	seller   *Seller
	services []string
	address  ordo.Secret // its last segment is that of webhook
	webhook  Webhook
	hook     func(r carriers.Request, d *Draft)
	problems []string // what is wrong with the settings
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

// CarrierOption changes how a Carrier works; later ones win.
type CarrierOption func(*Carrier)

// usualTariffs are what forms offer unless WithTariffs says otherwise: "Посылка" and "Экономичная посылка".
var usualTariffs = []int{136, 137, 138, 139, 366, 368, 234, 233, 232, 231, 378}

// Carrier returns the contract as a carrier. It does not fail: what is wrong with the options is told by Check, and by
// every call that they matter to, as an *ordo.Error of class Auth, for a person must act and no request is to be given up.
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

// WithTariffs says which tariffs forms offer, by their codes. One that is not documented is taken to serve any place.
func WithTariffs(codes ...int) CarrierOption {
	return func(k *Carrier) { k.tariffs = slices.Clone(codes) }
}

// FromOffice says to which office the shop brings its parcels, unless a form says otherwise.
func FromOffice(code string) CarrierOption { return func(k *Carrier) { k.office = code } }

// FromDoor says from where couriers fetch parcels, unless a form says otherwise. A pick-up is ordered apart: see
// [Client.CreateIntake].
func FromDoor(l Location) CarrierOption { return func(k *Carrier) { k.door = &l } }

// WithSender says who sends, unless a form says otherwise. Without it that is the holder of the contract.
func WithSender(c Contact) CarrierOption { return func(k *Carrier) { k.sender = &c } }

// WithSeller says who sells, unless a form says otherwise. Without it that is the holder of the contract.
func WithSeller(s Seller) CarrierOption { return func(k *Carrier) { k.seller = &s } }

// WithServices says which additional services without a parameter forms begin with, such as [PartialDelivery].
func WithServices(codes ...string) CarrierOption {
	return func(k *Carrier) { k.services = slices.Clone(codes) }
}

// WithWebhook has CDEK call this address when a parcel moves, once Subscribe is called. The last segment of its path is
// the secret by which a call is known to be genuine, such as https://shop.example/hooks/cdek/Jx3…: nobody must be able to
// guess it. Without this option every call is refused.
func WithWebhook(address string) CarrierOption {
	return func(k *Carrier) {
		k.address, k.webhook, k.problems = ordo.NewSecret(address), Webhook{}, nil
		switch u, err := url.Parse(address); {
		case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
			k.problems = []string{"the address of webhooks is no URL such as https://shop.example/hooks/cdek/SECRET"}
		case path.Base(u.Path) == "/" || path.Base(u.Path) == ".":
			k.problems = []string{"the address of webhooks has no path: its last segment is the secret"}
		default:
			k.webhook = NewWebhook(path.Base(u.Path))
		}
	}
}

// WithDraftHook completes a draft before it is sent with what the form does not know: a developer's key, the token of
// a widget. It must do the same for the same request each time, and leave number, packages and payments alone.
func WithDraftHook(dress func(r carriers.Request, d *Draft)) CarrierOption {
	return func(k *Carrier) { k.hook = dress }
}

// System returns [Name].
func (k *Carrier) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (k *Carrier) NameAccount(name string) error { return k.client.NameAccount(name) }

// ref is the reference of an order.
func (k *Carrier) ref(uuid string) order.Ref {
	return order.Ref{System: Name, Account: k.client.rest.Account(), Kind: carriers.KindParcel, ID: uuid}
}

// uuidOf is the uuid of a reference.
func (k *Carrier) uuidOf(op string, ref order.Ref) (string, error) {
	switch {
	case ref.System != "" && ref.System != Name:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is of another system than "+Name, nil)
	case ref.Kind != "" && ref.Kind != carriers.KindParcel:
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is of kind "+ref.Kind+", not "+carriers.KindParcel, nil)
	case ref.ID == "":
		return "", k.client.rest.Fail(op, ordo.Invalid, "the reference has no id", nil)
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

// Subscribe implements carriers.Subscriber: CDEK tells of the statuses of orders. It drops a subscription without a
// word, so Subscribe is called now and then. An account has two subscriptions at most.
func (k *Carrier) Subscribe(ctx context.Context) error {
	if k.webhook.secret.IsZero() {
		return k.client.rest.Fail("POST /v2/webhooks", ordo.Auth, "there is no good address: see WithWebhook", nil)
	}
	_, err := k.client.CreateSubscription(ctx, EventOrderStatus, k.address.Reveal())
	return err
}

// Admit implements carriers.Webhooker; see [Webhook.Admit].
func (k *Carrier) Admit(r *http.Request) error { return k.webhook.Admit(r) }

// Answer implements carriers.Webhooker; see [Webhook.Answer]. Orders under way are to be read from time to time.
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

// orders are the uuids of the orders that an event is about: also of the one whose goods the first brings back.
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
