package retailcrm

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order"
)

// bringDetails brings who buys, who gets the goods and where to those of the order. Only what differs is written, and
// nothing is emptied: what the order does not know people may have found out.
func (s *System) bringDetails(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	f, changed := OrderFields{}, false
	set := func(field **string, is string, want *string, same func(a, b string) bool) {
		if want != nil && !same(is, *want) {
			*field, changed = want, true
		}
	}
	exactly := func(a, b string) bool { return a == b }
	o := t.Order
	if last, first, patronymic := person(o); first != nil {
		none := "" // a part that the name does not have must not stay
		set(&f.LastName, there.LastName, cmp.Or(last, &none), exactly)
		set(&f.FirstName, there.FirstName, first, exactly)
		set(&f.Patronymic, there.Patronymic, cmp.Or(patronymic, &none), exactly)
	}
	set(&f.Phone, there.Phone, firstOf(o.Buyer.Phone, o.Delivery.Phone), samePhone)
	set(&f.AdditionalPhone, there.AdditionalPhone, recipientsPhone(o), samePhone)
	set(&f.Email, there.Email, emailOf(o), exactly)
	if text := keeping(there.CustomerComment, customerComment(o), t.Cause); text != there.CustomerComment {
		f.CustomerComment, changed = &text, true
	}
	var was Address
	if there.Delivery != nil && there.Delivery.Address != nil {
		was = *there.Delivery.Address
		was.Extra = nil // what is not known cannot be written
	}
	now := s.addressOver(was, o)
	now.Notes = keeping(was.Notes, s.courierNotes(o), t.Cause)
	if !reflect.DeepEqual(was, now) {
		f.Delivery, changed = &DeliveryFields{Address: &now}, true
	}
	if !changed {
		return order.Outcome{Kind: order.AlreadySo, Code: there.Status}, nil
	}
	return s.edit(ctx, there, o, f)
}

// emailOf is the buyer's e-mail address, unless the CRM does not take it.
func emailOf(o order.View) *string {
	if len([]rune(o.Buyer.Email)) > longestEmail {
		return nil
	}
	return firstOf(o.Buyer.Email)
}

// recipientsPhone is that of who gets the goods, if it is another than the buyer's.
func recipientsPhone(o order.View) *string {
	if o.Buyer.Phone == "" || samePhone(o.Buyer.Phone, o.Delivery.Phone) {
		return nil
	}
	return firstOf(o.Delivery.Phone)
}

// samePhone compares numbers whatever stands between their digits.
func samePhone(a, b string) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	return digits(a) == digits(b)
}

// customerComment is what the buyer said: the words for the courier, or else what came with the order from where it
// was bought.
func customerComment(o order.View) string {
	if o.Delivery.Comment != "" {
		return o.Delivery.Comment
	}
	i := slices.IndexFunc(o.Comments, func(c order.Comment) bool {
		return c.Text != "" && (c.By.Role == order.RoleChannel || c.By.Role == order.RoleBuyer)
	})
	if i < 0 {
		return ""
	}
	return o.Comments[i].Text
}

// keeping is a text of the card with the lines of want in it: a line that the cause replaced goes, all others stay, as
// people wrote them.
func keeping(there, want string, cause order.Event) string {
	text := there
	if changed, is := cause.Body.(order.DetailsChanged); is {
		for _, c := range changed.Changes {
			if c.Was == "" || strings.Contains(want, c.Was) {
				continue
			}
			lines := strings.Split(text, "\n")
			text = strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == c.Was }), "\n")
		}
	}
	for line := range strings.SplitSeq(want, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(text, line) {
			text = strings.TrimPrefix(text+"\n"+line, "\n")
		}
	}
	return text
}

// addressOver is where the goods go, over what the CRM has. It has numbers for the entrance and the floor: others are
// in the notes.
func (s *System) addressOver(a Address, o order.View) Address {
	d := o.Delivery
	if !isNumber(d.Entrance) {
		d.Entrance = ""
	}
	if !isNumber(d.Floor) {
		d.Floor = ""
	}
	for _, part := range []struct {
		into *string
		is   string
	}{
		{&a.Index, d.PostalCode},
		{&a.Region, d.Region},
		{&a.City, d.City},
		{&a.Street, d.Street},
		{&a.Building, d.House},
		{&a.Flat, d.Flat},
		{&a.Block, d.Entrance},
		{&a.Floor, d.Floor},
		{&a.IntercomCode, d.Intercom},
		{&a.Text, cmp.Or(d.Address, d.Point)},
	} {
		if part.is != "" {
			*part.into = part.is
		}
	}
	return a
}

// courierNotes are what the courier must know and what the address has no field for, one a line.
func (s *System) courierNotes(o order.View) string {
	d := o.Delivery
	var lines []string
	if !isNumber(d.Entrance) && d.Entrance != "" {
		lines = append(lines, s.language.Text(order.Textf("entrance: %s", d.Entrance)))
	}
	if !isNumber(d.Floor) && d.Floor != "" {
		lines = append(lines, s.language.Text(order.Textf("floor: %s", d.Floor)))
	}
	if d.Recipient != "" && o.Buyer.Name != "" && d.Recipient != o.Buyer.Name {
		lines = append(lines, s.language.Text(order.Textf("recipient: %s", d.Recipient)))
	}
	if d.Comment != "" {
		lines = append(lines, d.Comment)
	}
	return strings.Join(lines, "\n")
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}
