package russianpost

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/carriers"
)

// codeNoRoute is that of a kind that the Post does not carry to the place.
const codeNoRoute = "CODE_1372"

// quoted are the kinds that are offered when the values name none.
var quoted = []MailType{Parcel, OnlineParcel, ParcelClass1, OnlineCourier, EMS}

// Quote implements carriers.Quoter. It returns the price by the contract of the kind that the values name, or of the
// usual ones, the cheapest first. The days are calendar days, as the Post counts them.
func (k *Carrier) Quote(ctx context.Context, v carriers.Values) ([]carriers.Offer, error) {
	var wrong []carriers.Problem
	d := draftOf("quote", emptyForm().Applicable(v))
	d.Office = cmp.Or(d.Office, k.settings.Office)
	q := Quote{
		From: d.Office, To: string(d.Index), MailCategory: d.MailCategory, Mass: d.Mass, Dimension: d.Dimension, SizeClass: d.SizeClass,
		DeclaredValue: d.DeclaredValue, Fragile: d.Fragile, Courier: d.Courier, Inventory: d.Inventory, SimpleNotice: d.SimpleNotice,
		OrderedNotice: d.OrderedNotice, Electronic: d.ElectronicNotice, Completeness: d.Completeness, SMS: d.SMSToRecipient, Documents: d.ReturnDocuments,
		PaymentMethod: d.PaymentMethod, Transport: d.Transport,
	}
	if d.ECOM != nil {
		q.Point = d.ECOM.Point
	}
	to := "index-to"
	types := quoted
	if d.MailType != "" {
		types = []MailType{d.MailType}
	}
	if slices.Contains(ecomTypes, string(d.MailType)) {
		to = fieldPoint
	} else if d.MailType == "" {
		q.To = v["index-to"]
	}
	for field, has := range map[string]bool{"postoffice-code": q.From != "", to: q.To+q.Point != "", "mass": q.Mass > 0, "mail-category": q.MailCategory != ""} {
		if !has {
			wrong = append(wrong, broken(field, carriers.CodeRequired, "is empty: a price needs it"))
		}
	}
	slices.SortFunc(wrong, func(a, b carriers.Problem) int { return cmp.Compare(a.Field, b.Field) })
	if err := carriers.Refuse("", wrong); err != nil {
		return nil, err
	}
	var out []carriers.Offer
	for _, t := range types {
		q.MailType = t
		one := carriers.Offer{Values: carriers.Values{"mail-type": string(t)}, Name: typeName(t)}
		price, err := k.client.GetTariff(ctx, q)
		var no *RefusalError
		switch why := refusalProblems(err); {
		case len(why) > 0 && errors.As(err, &no) && no.Has(codeNoRoute):
			continue
		case len(why) > 0:
			one.Problems = why
		case err != nil:
			return nil, err
		default:
			one.Price = (*price.Total + price.VAT).Money()
			if price.DeliveryTime != nil {
				one.DaysMin, one.DaysMax = price.DeliveryTime.Min, price.DeliveryTime.Max
			}
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b carriers.Offer) int {
		return cmp.Or(cmp.Compare(min(len(a.Problems), 1), min(len(b.Problems), 1)), cmp.Compare(a.Price.Minor(), b.Price.Minor()))
	})
	return out, nil
}

func typeName(t MailType) string {
	for _, m := range mailTypes {
		if m.code == string(t) {
			return m.name
		}
	}
	return string(t)
}
