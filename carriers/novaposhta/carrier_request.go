package novaposhta

import (
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// Create implements carriers.Carrier. It searches for a waybill with the key around the day of dispatch, makes sure
// that the branch is in the city, and that the recipient and the address exist at Nova Poshta, and makes the waybill.
func (k *Carrier) Create(ctx context.Context, r carriers.Request) (carriers.Parcel, error) {
	d, v, err := k.checked(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	w, err := k.client.findCreated(ctx, d.Key, d.DateTime)
	if w == nil && err == nil {
		if err = k.complete(ctx, r, v, &d); err == nil {
			w, err = k.client.submit(ctx, d)
		}
	}
	if why := refusalProblems(err); len(why) > 0 {
		return k.refused(r.Key, why), nil
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	p := k.accepted(w, d.RecipientAddress)
	p.Key = r.Key
	return p, nil
}

// refused returns a request that Nova Poshta refused.
func (k *Carrier) refused(key string, why []carriers.Problem) carriers.Parcel {
	return carriers.Parcel{
		Key: key, State: carriers.ParcelRefused, Shipment: atSeller, Direction: carriers.DirectionToBuyer,
		Code: why[0].Code, Text: why[0].Rule, Problems: why,
	}
}

// complete looks up what Nova Poshta must know before the waybill: the branch, the recipient, the address.
func (k *Carrier) complete(ctx context.Context, r carriers.Request, v carriers.Values, d *Draft) error {
	street := ""
	if d.ServiceType.ToDoor() {
		var err error
		if street, err = k.street(ctx, r.Key, d.CityRecipient, v["RecipientAddressName"]); err != nil {
			return err
		}
	} else {
		w, err := k.client.GetWarehouse(ctx, d.RecipientAddress)
		switch {
		case ordo.ClassOf(err) == ordo.NotFound:
			return refuse(r.Key, "RecipientAddress", carriers.CodeUnknown, "the branch %q is not in the directory of Nova Poshta", d.RecipientAddress)
		case err != nil:
			return err
		case w.CityRef != "" && !strings.EqualFold(w.CityRef, d.CityRecipient):
			return refuse(r.Key, "RecipientAddress", carriers.CodeChoice, "the branch is in %s, which is another city than the one of the recipient", w.CityDescription)
		}
	}
	if d.ContactRecipient == "" {
		if err := k.recipient(ctx, v, d); err != nil {
			return err
		}
	}
	if d.ServiceType.ToDoor() {
		a, err := k.client.CreateAddress(ctx, d.Recipient, street, v["RecipientHouse"], v["RecipientFlat"], v["RecipientAddressNote"])
		if err != nil {
			return err
		}
		d.RecipientAddress = a.Ref
	}
	if k.hook != nil {
		k.hook(carriers.Request{Key: r.Key, Values: r.Values.Clone()}, d)
	}
	return nil
}

// recipient makes sure that the recipient is a contact person of the sender's recipients.
func (k *Carrier) recipient(ctx context.Context, v carriers.Values, d *Draft) error {
	words := strings.Fields(v["RecipientName"])
	who := CounterpartyDraft{
		Type: PrivatePerson, Property: Recipient, LastName: words[0], FirstName: words[1], MiddleName: strings.Join(words[2:], " "),
		Phone: d.RecipientsPhone,
	}
	c, err := k.client.CreateCounterparty(ctx, who)
	if err != nil {
		return err
	}
	if len(c.Contacts.Persons) == 0 || c.Contacts.Persons[0].Ref == "" {
		no := &RefusalError{Problems: append(c.Contacts.Errors, c.Contacts.Warnings...)}
		if len(no.Problems) == 0 {
			return k.client.rest.Fail(modelCounterparty+".save", ordo.Retry, "the answer has no contact person of the recipient", nil)
		}
		for i := range no.Problems {
			no.Problems[i].Code = "20000300401" // the recipient's person is missing
		}
		return k.client.rest.Fail(modelCounterparty+".save", ordo.Invalid, "", no)
	}
	d.Recipient, d.ContactRecipient = c.Ref, c.Contacts.Persons[0].Ref
	return nil
}

// street finds a street of a city by its exact name, or takes its Ref. The error is a *carriers.FormError if there is
// none, or if there are several.
func (k *Carrier) street(ctx context.Context, key, city, name string) (string, error) {
	const field = "RecipientAddressName"
	if isRef(name) {
		return name, nil
	}
	kind, plain := splitStreet(name)
	var same []Street
	for _, spelled := range spellings(plain) {
		for s, err := range k.client.ListStreets(ctx, city, spelled) {
			if err != nil {
				return "", err
			}
			if exact, _ := SameName(s.Description, plain); exact && s.Problem == nil && (kind == "" || fold(s.Type) == fold(kind)) {
				same = append(same, s)
			}
		}
		if len(same) > 0 {
			break
		}
	}
	switch len(same) {
	case 0:
		return "", refuse(key, field, carriers.CodeUnknown, "the city has no street %q in the directory of Nova Poshta: take its name from there", name)
	case 1:
		return same[0].Ref, nil
	}
	var all []string
	for _, s := range same {
		all = append(all, s.Type+" "+s.Description)
	}
	slices.Sort(all)
	return "", refuse(key, field, carriers.CodeChoice, "the city has %d streets of this name: choose one of %s", len(all), strings.Join(all, ", "))
}

// splitStreet splits the word for the kind of street from a name: "вул. Зразкова".
func splitStreet(name string) (kind, plain string) {
	name = strings.TrimSpace(name)
	for _, word := range []string{"вул.", "просп.", "пров.", "бульв.", "пл.", "шосе", "узвіз", "наб."} {
		if rest, ok := strings.CutPrefix(name, word); ok && rest != "" {
			return word, strings.TrimSpace(rest)
		}
	}
	if rest, ok := strings.CutPrefix(name, "вулиця "); ok {
		return "вул.", strings.TrimSpace(rest)
	}
	return "", name
}

// Change implements carriers.Changer. The number of the waybill does not change.
func (k *Carrier) Change(ctx context.Context, ref order.Ref, r carriers.Request) (carriers.Parcel, error) {
	number, err := k.numberOf(opUpdate, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	d, v, err := k.checked(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	t, err := k.atSeller(ctx, opUpdate, number)
	if err != nil {
		return carriers.Parcel{}, err
	}
	if t.Key != "" && t.Key != d.Key {
		return carriers.Parcel{}, k.client.rest.Fail(opUpdate, ordo.InDoubt, "", &rest.OtherError{What: "number", Asked: d.Key, Got: t.Key})
	}
	if err = k.complete(ctx, r, v, &d); err == nil {
		_, err = k.client.UpdateWaybill(ctx, t.Ref, d)
	}
	if why := refusalProblems(err); len(why) > 0 && ordo.ClassOf(err) != ordo.Conflict {
		p := k.parcel(*t, *t)
		p.Problems = append(p.Problems, why...)
		return p, nil
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	return k.readOne(ctx, number)
}

// atSeller returns a waybill that Nova Poshta does not have yet. The error is of class Conflict if it has, and of class
// NotFound if there is none after some time.
func (k *Carrier) atSeller(ctx context.Context, op, number string) (*Tracking, error) {
	var t *Tracking
	there, err := k.client.recheck(ctx, op, number, func(ctx context.Context) (_ bool, err error) {
		if t, err = k.client.GetTracking(ctx, number, k.phone); ordo.ClassOf(err) == ordo.NotFound {
			return false, nil
		}
		return err == nil, err
	})
	switch {
	case err != nil:
		return nil, err
	case !there:
		return nil, k.client.rest.Fail(op, ordo.NotFound, "there is no waybill "+number, nil)
	case t.StatusCode == statusDeleted:
		return t, k.client.rest.Fail(op, ordo.Conflict, "the waybill is deleted", nil)
	case t.StatusCode != statusCreated:
		return t, k.client.rest.Fail(op, ordo.Conflict, "the parcel has moved ["+t.StatusCode+"] "+t.text()+": send it back instead", nil)
	case t.Ref == "":
		return t, k.client.rest.Fail(op, ordo.Auth, "the waybill is not shown in full: it belongs to another key", nil)
	}
	return t, nil
}

// Cancel implements carriers.Carrier: it deletes the waybill. It waits until Nova Poshta knows a new one, as long as
// ctx lives. A waybill in a registry must be taken out of it first.
func (k *Carrier) Cancel(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	number, err := k.numberOf(opDelete, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	t, err := k.atSeller(ctx, opDelete, number)
	if t != nil && t.StatusCode == statusDeleted {
		k.client.recent.forget(number)
		return k.parcel(*t, *t), nil
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	p := k.parcel(*t, *t)
	if err := k.client.DeleteWaybill(ctx, t.Ref); err != nil {
		// "Nothing was changed" is also the answer for a waybill that somebody has deleted meanwhile.
		if now, no := k.client.GetTracking(ctx, number, k.phone); no != nil || now.StatusCode != statusDeleted {
			return p, err
		}
	}
	k.client.recent.forget(number)
	p.State, p.Shipment, p.Code, p.Text = carriers.ParcelCancelled, atSeller, statusDeleted, statusName(statusDeleted)
	return p, nil
}

// SendBack ensures that a parcel that Nova Poshta has, and has not handed out, goes back to the sender. It is
// idempotent. The first reason of the directory is given, the first place to which the parcel can go back, and the
// note. The error is of class Conflict if the seller has the goods still, or the parcel is handed out, and of class
// Unsupported if Nova Poshta names no place.
func (k *Carrier) SendBack(ctx context.Context, ref order.Ref, note string) (carriers.Parcel, error) {
	number, err := k.numberOf(opReturn, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	t, err := k.client.GetTracking(ctx, number, k.phone)
	if err != nil {
		return carriers.Parcel{}, err
	}
	p := k.parcel(*t, *t)
	switch {
	case t.StatusCode == statusCreated || t.StatusCode == statusDeleted:
		return p, k.client.rest.Fail(opReturn, ordo.Conflict, "Nova Poshta does not have the parcel ["+t.StatusCode+"]: cancel it instead", nil)
	case slices.Contains(received, t.StatusCode):
		return p, k.client.rest.Fail(opReturn, ordo.Conflict, "the parcel is handed out ["+t.StatusCode+"]", nil)
	case t.returned() != "":
		return p, nil
	}
	places, err := k.client.ListReturnAddresses(ctx, number)
	if err == nil && len(places) == 0 {
		err = k.client.rest.Fail(opReturn, ordo.Unsupported, "Nova Poshta names no place to which the parcel can go back", nil)
	}
	if err != nil {
		return p, err
	}
	d := ReturnDraft{Number: number, PaymentMethod: Cash, Address: places[0].Ref, Note: note}
	if places[0].NonCash {
		d.PaymentMethod = NonCash
	}
	if d.Reason, d.Subtype, err = k.reason(ctx); err != nil {
		return p, err
	}
	if _, err := k.client.CreateReturn(ctx, d); err != nil {
		return p, err
	}
	return k.readOne(ctx, number)
}

// reason returns the first reason for a return, and its first kind.
func (k *Carrier) reason(ctx context.Context) (reason, subtype string, err error) {
	reasons, err := k.client.ListReturnReasons(ctx)
	if err != nil || len(reasons) == 0 {
		return "", "", err
	}
	kinds, err := k.client.ListReturnSubtypes(ctx, reasons[0].Ref)
	if err != nil || len(kinds) == 0 {
		return reasons[0].Ref, "", err
	}
	return reasons[0].Ref, kinds[0].Ref, nil
}
