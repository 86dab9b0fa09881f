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

// Check reports whether the key is good and whether the account has everything that the settings name. All that is
// wrong is returned together, as a *[MappingError] within an *ordo.Error of class Invalid; a key that is wrong, or a
// CRM that does not answer, is the *ordo.Error of the call.
func (s *System) Check(ctx context.Context) error {
	ps := s.mapping.problems()
	key, err := s.client.GetCredentials(ctx)
	if err != nil {
		return err
	}
	for _, scope := range scopes {
		if len(key.Scopes) > 0 && !key.Allows(scope) {
			ps = append(ps, MappingProblem{Field: "key", Code: scope, Why: "the key lacks this scope", Known: key.Scopes})
		}
	}
	b := bookcheck{System: s, problems: ps}
	for _, check := range []func(context.Context){b.orders, b.lots, b.kinds, b.money, b.fields} {
		check(ctx)
	}
	if b.err == nil && len(b.problems) > 0 {
		return mappingError(s.client.rest.Account(), b.problems)
	}
	return b.err
}

// bookcheck compares settings with the account's reference books.
type bookcheck struct {
	*System
	problems []MappingProblem
	err      error // of a call; nothing is read after it
}

// book is what an account has of a kind: why it cannot be used, nil if it can, by code.
type book map[string]error

var errOff = errors.New("switched off")

// booked reads a reference book as settings are compared with it. An entry that cannot be read is wrong only where it
// is named.
func booked[T any](ctx context.Context, b *bookcheck, read func(context.Context) ([]Record[T], error), usable func(T) bool) book {
	var rows []Record[T]
	if b.err == nil {
		rows, b.err = read(ctx)
	}
	all := book{}
	for _, r := range rows {
		all[r.Code] = r.Problem
		if r.Problem == nil && !usable(r.Value) {
			all[r.Code] = errOff
		}
	}
	return all
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
	b.problems = append(b.problems, MappingProblem{field, code, why, known})
}

// orders checks the statuses of orders.
func (b *bookcheck) orders(ctx context.Context) {
	known := booked(ctx, b, b.client.ListStatuses, func(s Status) bool { return s.Active })
	m := &b.mapping
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
}

// lots checks the statuses of lines: one that takes a lot out must do so in the CRM too, or its sums go wrong.
func (b *bookcheck) lots(ctx context.Context) {
	cancels := book{}
	known := booked(ctx, b, b.client.ListProductStatuses, func(s ProductStatus) bool {
		if cancels[s.Code] = errOff; s.Active && s.CancelStatus {
			cancels[s.Code] = nil
		}
		return s.Active
	})
	has := func(field, code string) {
		if b.has(field, code, "product status", known) && code != "" && cancels[code] != nil {
			b.wrong(field, code, `the product status does not cancel lines: tick "Отмена товара" in the account`, cancels.active()...)
		}
	}
	l := b.mapping.Lots
	for _, code := range slices.Sorted(maps.Keys(l.Refuse)) {
		has("lots.refuse."+code, code)
	}
	for _, code := range slices.Sorted(maps.Keys(l.Close)) {
		has("lots.close."+code, code)
	}
	has("lots.byBuyer", l.ByBuyer)
	has("lots.byMerchant", l.ByMerchant)
	has("lots.byTimeout", l.ByTimeout)
	has("lots.returned", l.Returned)
}

// kinds checks the shop, the delivery type, and how orders come.
func (b *bookcheck) kinds(ctx context.Context) {
	m := &b.mapping
	if b.client.site != "" {
		b.has("site", b.client.site, "shop", booked(ctx, b, b.client.ListSites, func(Site) bool { return true }))
	}
	if m.Delivery != "" {
		known := booked(ctx, b, b.client.ListDeliveryTypes, func(d DeliveryType) bool { return d.Active })
		b.has("delivery", m.Delivery, "delivery type; Install makes the module's own", known)
	}
	for _, k := range []struct {
		field, code, what string
		list              func(context.Context) ([]Record[Kind], error)
	}{{"orderMethod", m.OrderMethod, "order method", b.client.ListOrderMethods}, {"orderType", m.OrderType, "order type", b.client.ListOrderTypes}} {
		if k.code != "" {
			b.has(k.field, k.code, k.what, booked(ctx, b, k.list, func(one Kind) bool { return one.Active }))
		}
	}
}

// money checks how payments are written: only received money may count as paid.
func (b *bookcheck) money(ctx context.Context) {
	p := b.mapping.Payment
	if p == nil {
		return
	}
	served := map[string]bool{}
	types := booked(ctx, b, b.client.ListPaymentTypes, func(t PaymentType) bool {
		served[t.Code] = t.Integrated()
		return t.Active
	})
	kind := func(field, code string) {
		if b.has(field, code, "payment type", types) && served[code] {
			b.wrong(field, code, "a payment module serves the type: only that module may mark it as paid")
		}
	}
	kind("payment.type", p.Type)
	for _, method := range slices.Sorted(maps.Keys(p.Types)) {
		kind("payment.types."+method, p.Types[method])
	}
	for i, code := range p.Own {
		kind(fmt.Sprintf("payment.own[%d]", i), code)
	}
	complete := map[string]bool{}
	statuses := booked(ctx, b, b.client.ListPaymentStatuses, func(s PaymentStatus) bool {
		complete[s.Code] = s.PaymentComplete
		return s.Active
	})
	for _, k := range []struct {
		field, code string
		paid        bool
	}{
		{"payment.paid", p.Paid, true},
		{"payment.held", p.Held, false},
		{"payment.refunded", p.Refunded, false},
		{"payment.failed", p.Failed, false},
		{"payment.cancelled", p.Cancelled, false},
	} {
		switch known := b.has(k.field, k.code, "payment status", statuses); {
		case !known || k.code == "" || complete[k.code] == k.paid:
		case k.paid:
			b.wrong(k.field, k.code, "the CRM does not count a payment in this status as paid")
		default:
			b.wrong(k.field, k.code, "the CRM counts a payment in this status as paid")
		}
	}
}

// fields checks the account's own fields of orders.
func (b *bookcheck) fields(ctx context.Context) {
	m := &b.mapping
	b.field(ctx, "courier.field", m.Courier.Field, "boolean")
	for _, kind := range slices.Sorted(maps.Keys(m.Deadlines)) {
		b.field(ctx, "deadlines."+string(kind), m.Deadlines[kind], "string", "text")
	}
	if code, own := strings.CutPrefix(m.Notes.Where, toCustom); own {
		b.field(ctx, "notes.where", code, "text", "string")
	}
}

// field checks one of them.
func (b *bookcheck) field(ctx context.Context, field, code string, types ...string) {
	if code == "" || b.err != nil {
		return
	}
	f, err := b.client.GetCustomField(ctx, "order", code)
	switch {
	case errors.Is(err, ordo.ErrNotFound):
		b.wrong(field, code, "the account has no such field of orders; Install makes the courier's")
	case err != nil:
		b.err = err
	case !slices.Contains(types, f.Type):
		b.wrong(field, code, "the field is of type "+f.Type, types...)
	}
}
