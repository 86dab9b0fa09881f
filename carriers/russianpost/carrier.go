package russianpost

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Carrier is an account of Otpravka as the port of package carriers. It is safe for concurrent use.
//
// A request is an order of the backlog: it is ParcelAccepted at once and has its barcode, the tracking number, and the
// goods are still at the seller. Our key is the shop's number in it. To hand parcels over, put their orders into a
// batch and check it in: [Client.CreateBatches], [Client.Checkin], [Client.GetForm] with FormF103. Orders of a batch
// that is not checked in can still be changed and cancelled.
//
// Where a parcel is says the last operation that Otpravka shows, which costs no request of tracking. Where that does
// not decide, such as a hand-over that does not say to whom, and for parcels of others, the whole history is read with
// Settings.Tracking. The last operation alone tells neither whether a parcel arrived before, nor whether it is on its
// way back: then Parcel.AtLeast is set. What is refused or not collected comes back under its own number.
//
// The rest of a partial redemption comes back under the number of the parcel, too. It is a parcel of its own here, in
// Parcel.Returns, because the goods of the two have different fates.
//
// The Post calls nobody, so that parcels must be read from time to time. It has no call to send a parcel back on the
// seller's word, and so there is [Carrier.Return] for what the buyer returns by mail, and no carriers.Returner.
type Carrier struct {
	client    *Client
	settings  Settings
	histories *histories
	made      *recent // orders of this program: the backlog cannot be searched for a barcode
}

var (
	_ carriers.Carrier     = (*Carrier)(nil)
	_ carriers.Quoter      = (*Carrier)(nil)
	_ carriers.PointFinder = (*Carrier)(nil)
	_ carriers.Labeler     = (*Carrier)(nil)
	_ carriers.Changer     = (*Carrier)(nil)
	_ carriers.Checker     = (*Carrier)(nil)
)

// Settings configure a Carrier. The zero value is an account with one office that sends ordinary parcels.
type Settings struct {
	Office   string   // index of the office where parcels are handed in, unless a form names another; "": the only one
	MailType MailType // of parcels to an address or an office; "" is Parcel. To points and lockers ECOM is sent
	// NotInsured makes forms start without a declared value. Cash on delivery needs one all the same.
	NotInsured bool
	// Tracking reads histories; nil: only what Otpravka shows, and only parcels of the account.
	Tracking *Tracking
	// TrackingPerDay is how many histories are read in a day of Moscow; 0 is 100, the limit of the free access. Requests
	// of other programs with the same login count for the vendor, not here: its refusal ends the day, too.
	TrackingPerDay int
	// Tickets reads histories by contract, many at once and some quarters of an hour later, without a limit of the day.
	Tickets bool
	// Draft completes a draft before it is sent with what the form does not have, such as a customs declaration. It must
	// do the same for the same request each time, and must not change the number.
	Draft func(r carriers.Request, d *Draft)
}

var sixDigits = regexp.MustCompile(`^[1-9][0-9]{5}$`)

// isIndex reports whether a text is written like the index of an office.
func isIndex(text string) bool { return sixDigits.MatchString(text) }

// Carrier returns the account as a carrier. The error is of class Invalid and names the setting.
func (c *Client) Carrier(s Settings) (*Carrier, error) {
	wrong := ""
	switch {
	case s.Office != "" && !isIndex(s.Office):
		wrong = fmt.Sprintf("Office is %q: the index of an office has 6 digits", s.Office)
	case s.TrackingPerDay < 0:
		wrong = fmt.Sprintf("TrackingPerDay is %d: it cannot be negative", s.TrackingPerDay)
	case s.Tickets && s.Tracking == nil:
		wrong = "Tickets is set without Tracking, whose login the contract is for"
	}
	if wrong != "" {
		return nil, c.rest.Fail("settings", ordo.Invalid, wrong, nil)
	}
	if s.MailType == "" {
		s.MailType = Parcel
	}
	return &Carrier{client: c, settings: s, histories: newHistories(s, c.settings.Clock), made: newRecent()}, nil
}

// System returns [Name].
func (k *Carrier) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (k *Carrier) NameAccount(name string) error {
	err := k.client.NameAccount(name)
	if k.settings.Tracking != nil {
		err = errors.Join(err, k.settings.Tracking.NameAccount(name))
	}
	return err
}

// ref returns the reference of an order.
func (k *Carrier) ref(id string) order.Ref {
	return order.Ref{System: Name, Account: k.client.rest.Account(), Kind: carriers.KindParcel, ID: id}
}

// restOf marks the reference of what comes back of a partial redemption.
const restOf = "-back"

// target is what a reference names: an order by its id or our number, or any parcel by its barcode.
type target struct {
	id      int64
	number  string // ours
	barcode string
	back    bool // the rest of a partial redemption
}

// barcodes are numbers of parcels: 14 digits inside Russia, letters and digits abroad. Whether the check digit is right
// does not count: the vendor's own samples have wrong ones.
var barcodes = regexp.MustCompile(`^(?:[0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2})$`)

// targetOf returns what a reference names.
func (k *Carrier) targetOf(op string, ref order.Ref) (target, error) {
	if ref.System != "" && ref.System != Name {
		return target{}, k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is to another system than "+Name, nil)
	}
	none := k.client.rest.Fail(op, ordo.NotFound, fmt.Sprintf("there is no parcel %.40q: orders have a number as id, parcels a barcode of 14 digits or as RA644000001RU", ref.ID), nil)
	switch ref.Kind {
	case carriers.KindKey:
		return target{number: ref.ID}, nil
	case carriers.KindNumber:
		if code := strings.ToUpper(strings.ReplaceAll(ref.ID, " ", "")); barcodes.MatchString(code) {
			return target{barcode: code, id: k.made.id(code)}, nil
		}
		return target{}, none
	case carriers.KindParcel, "":
		id, back := strings.CutSuffix(ref.ID, restOf)
		if barcodes.MatchString(id) {
			return target{barcode: id}, nil
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 || strconv.FormatInt(n, 10) != id {
			return target{}, none
		}
		return target{id: n, back: back}, nil
	}
	return target{}, k.client.rest.Fail(op, ordo.Invalid, "the reference "+ref.String()+" is of kind "+ref.Kind+", not "+carriers.KindParcel, nil)
}

// Check implements carriers.Checker. It checks Otpravka and tracking, each with its own login, and the office. A check
// of tracking is one of its requests. The error joins all that is wrong.
func (k *Carrier) Check(ctx context.Context) error {
	const op = "settings"
	var found []error
	wrong := func(text string) { found = append(found, k.client.rest.Fail(op, ordo.Auth, text, nil)) }
	switch a, err := k.client.GetSettings(ctx); {
	case err != nil:
		found = append(found, err)
	case a.APIEnabled != nil && !*a.APIEnabled:
		wrong("the API of Otpravka is not switched on for the account: ask the manager at the Post")
	}
	if len(found) == 0 {
		points, err := k.client.ListShippingPoints(ctx)
		at := slices.IndexFunc(points, func(p ShippingPoint) bool { return p.Index == k.settings.Office })
		switch {
		case err != nil:
			found = append(found, err)
		case k.settings.Office == "" && len(points) != 1:
			wrong(fmt.Sprintf("the account has %d offices: choose one with Settings.Office", len(points)))
		case k.settings.Office != "" && at < 0:
			wrong(fmt.Sprintf("Settings.Office is %s, which is none of the offices of the account: %s", k.settings.Office, indexesOf(points)))
		case at >= 0 && !points[at].Enabled:
			wrong("the office " + k.settings.Office + " is switched off in the account")
		}
	}
	if err := k.histories.check(ctx); err != nil {
		found = append(found, err)
	}
	return errors.Join(found...)
}

func indexesOf(points []ShippingPoint) string {
	var all []string
	for _, p := range points {
		all = append(all, p.Index)
	}
	return strings.Join(all, ", ")
}

// atSeller is the state of goods that the Post will not carry.
const atSeller = status.ShipmentAssembling
