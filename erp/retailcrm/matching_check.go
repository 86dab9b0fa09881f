package retailcrm

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
)

// scopes are what the key must be allowed.
var scopes = []string{"order_read", "order_write", "reference_read"}

// Check looks whether the key is good and whether the account has everything that the settings name. All that is wrong
// is returned together, as a *[MatchingError] within an *ordo.Error of class Invalid; a key that is wrong, or a CRM that
// does not answer, is the *ordo.Error of the call.
func (s *System) Check(ctx context.Context) error {
	ps := s.matching.problems()
	key, err := s.client.Credentials(ctx)
	if err != nil {
		return err
	}
	for _, scope := range scopes {
		if len(key.Scopes) > 0 && !key.Allows(scope) {
			ps = append(ps, MatchingProblem{Field: "key", Code: scope, Why: "the key lacks this scope", Known: key.Scopes})
		}
	}
	b := bookcheck{System: s, problems: ps}
	for _, check := range []func(context.Context) error{b.orders, b.lots, b.kinds, b.money, b.fields} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	if len(b.problems) > 0 {
		return matchingError(s.client.settings.Account, b.problems)
	}
	return nil
}

// bookcheck compares settings with the account's reference books.
type bookcheck struct {
	*System
	problems []MatchingProblem
}

// book is what an account has of a kind: why it cannot be used, nil if it can, by code.
type book map[string]error

var errOff = errors.New("switched off")

// booked is a reference book as settings are compared with it. An entry that cannot be read is wrong only where it is named.
func booked[T any](rows []Record[T], usable func(T) bool) book {
	b := book{}
	for _, r := range rows {
		b[r.Code] = r.Problem
		if r.Problem == nil && !usable(r.Value) {
			b[r.Code] = errOff
		}
	}
	return b
}

func (b book) active() []string {
	var all []string
	for _, code := range slices.Sorted(maps.Keys(b)) {
		if b[code] == nil {
			all = append(all, code)
		}
	}
	return all
}

// has notes a code that is not there, or not in use; an empty one names nothing.
func (b *bookcheck) has(field, code, what string, in book) bool {
	why, there := in[code]
	switch {
	case code == "" || (there && why == nil):
		return true
	case errors.Is(why, errOff):
		b.wrong(field, code, "the "+what+" is switched off in the account", in.active()...)
	case there:
		b.wrong(field, code, "the "+what+" of the account cannot be read: "+why.Error(), in.active()...)
	default:
		b.wrong(field, code, "the account has no such "+what, in.active()...)
	}
	return false
}

func (b *bookcheck) wrong(field, code, why string, known ...string) {
	b.problems = append(b.problems, MatchingProblem{field, code, why, known})
}

// orders checks the statuses of orders.
func (b *bookcheck) orders(ctx context.Context) error {
	all, err := b.client.Statuses(ctx)
	if err != nil {
		return err
	}
	known := booked(all, func(s Status) bool { return s.Active })
	m := &b.matching
	has := func(field, code string) { b.has(field, code, "order status", known) }
	for i, code := range m.Confirm {
		has(fmt.Sprintf("confirm[%d]", i), code)
	}
	for _, code := range slices.Sorted(maps.Keys(m.Cancel)) {
		has("cancel."+code, code)
	}
	for i, code := range m.Done {
		has(fmt.Sprintf("done[%d]", i), code)
	}
	has("tooLate", m.TooLate)
	for _, state := range slices.Sorted(maps.Keys(m.Shown)) {
		has("shown."+state, m.Shown[state])
	}
	for _, scheme := range slices.Sorted(maps.Keys(m.Schemes)) {
		for _, state := range slices.Sorted(maps.Keys(m.Schemes[scheme])) {
			has("schemes."+string(scheme)+"."+state, m.Schemes[scheme][state])
		}
	}
	return nil
}

// lots checks the statuses of lines: one that takes a lot out must do so in the CRM too, or its sums go wrong.
func (b *bookcheck) lots(ctx context.Context) error {
	all, err := b.client.ProductStatuses(ctx)
	if err != nil {
		return err
	}
	known := booked(all, func(s ProductStatus) bool { return s.Active })
	cancels := booked(all, func(s ProductStatus) bool { return s.Active && s.CancelStatus })
	has := func(field, code string) {
		if b.has(field, code, "product status", known) && code != "" && cancels[code] != nil {
			b.wrong(field, code, `the product status does not cancel lines: tick "Отмена товара" in the account`, cancels.active()...)
		}
	}
	l := b.matching.Lots
	for _, code := range slices.Sorted(maps.Keys(l.Refuse)) {
		has("lots.refuse."+code, code)
	}
	for _, code := range slices.Sorted(maps.Keys(l.Close)) {
		has("lots.close."+code, code)
	}
	has("lots.byBuyer", l.ByBuyer)
	has("lots.byMerchant", l.ByMerchant)
	has("lots.byTimeout", l.ByTimeout)
	return nil
}

// kinds checks the shop, the delivery type, and how orders come.
func (b *bookcheck) kinds(ctx context.Context) error {
	m := &b.matching
	if b.client.site != "" {
		all, err := b.client.Sites(ctx)
		if err != nil {
			return err
		}
		b.has("site", b.client.site, "shop", booked(all, func(Site) bool { return true }))
	}
	if m.Delivery != "" {
		all, err := b.client.DeliveryTypes(ctx)
		if err != nil {
			return err
		}
		known := booked(all, func(d DeliveryType) bool { return d.Active })
		b.has("delivery", m.Delivery, "delivery type; Install makes the module's own", known)
	}
	for _, k := range []struct {
		field, code, what string
		list              func(context.Context) ([]Record[Kind], error)
	}{{"orderMethod", m.OrderMethod, "order method", b.client.OrderMethods}, {"orderType", m.OrderType, "order type", b.client.OrderTypes}} {
		if k.code == "" {
			continue
		}
		all, err := k.list(ctx)
		if err != nil {
			return err
		}
		b.has(k.field, k.code, k.what, booked(all, func(one Kind) bool { return one.Active }))
	}
	return nil
}

// money checks how a prepayment is written.
func (b *bookcheck) money(ctx context.Context) error {
	p := b.matching.Payment
	if p == nil {
		return nil
	}
	types, err := b.client.PaymentTypes(ctx)
	if err != nil {
		return err
	}
	statuses, err := b.client.PaymentStatuses(ctx)
	if err != nil {
		return err
	}
	for _, t := range types {
		if t.Code == p.Type && t.Value.Integrated() {
			b.wrong("payment.type", p.Type, "a payment module serves the type: nobody else may say that it is paid")
		}
	}
	b.has("payment.type", p.Type, "payment type", booked(types, func(t PaymentType) bool { return t.Active }))
	b.has("payment.paid", p.Paid, "payment status", booked(statuses, func(s PaymentStatus) bool { return s.Active }))
	return nil
}

// fields checks the account's own fields of orders.
func (b *bookcheck) fields(ctx context.Context) error {
	m := &b.matching
	if err := b.field(ctx, "courier.field", m.Courier.Field, "boolean"); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(m.Deadlines)) {
		if err := b.field(ctx, "deadlines."+string(kind), m.Deadlines[kind], "string", "text"); err != nil {
			return err
		}
	}
	if code, own := strings.CutPrefix(m.Notes.Where, toCustom); own {
		return b.field(ctx, "notes.where", code, "text", "string")
	}
	return nil
}

// field checks one of them.
func (b *bookcheck) field(ctx context.Context, field, code string, types ...string) error {
	if code == "" {
		return nil
	}
	f, err := b.client.CustomField(ctx, "order", code)
	switch {
	case errors.Is(err, ordo.ErrNotFound):
		b.wrong(field, code, "the account has no such field of orders; Install makes the courier's")
	case err != nil:
		return err
	case !slices.Contains(types, f.Type):
		b.wrong(field, code, "the field is of type "+f.Type, types...)
	}
	return nil
}
