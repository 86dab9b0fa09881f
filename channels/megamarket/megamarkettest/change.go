package megamarkettest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// number is a whole number that may come as a string, as some clients send item indexes.
type number int

// UnmarshalJSON implements json.Unmarshaler.
func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.Atoi(strings.Trim(string(b), `"`))
	*n = number(v)
	return err
}

// change is what a call wants to do. Nothing is done unless everything in the call is right.
type change struct {
	s        *Server
	problems problems
	todo     []func()
	seen     []*Lot
}

// wrong notes what is wrong with the call.
func (c *change) wrong(p problem, format string, args ...any) {
	p.Message = fmt.Sprintf(format, args...)
	if p.Code == "" {
		p.Code = "10"
	}
	c.problems = append(c.problems, p)
}

// then does something later, if all is right.
func (c *change) then(f func()) { c.todo = append(c.todo, f) }

// shipment finds a shipment of the call.
func (c *change) shipment(id string) *Shipment {
	sh := c.s.shipments[id]
	if sh == nil {
		c.wrong(problem{Code: "11", ShipmentID: id}, "Отправление %s не найдено", id)
	}
	return sh
}

// byMerchant finds a shipment that the merchant delivers; the standard scheme does not have the method.
func (c *change) byMerchant(id string) *Shipment {
	sh := c.shipment(id)
	if sh != nil && sh.Scheme == Standard {
		c.wrong(problem{Code: "20", ShipmentID: sh.ID}, "Метод не поддерживается для схемы %s", sh.Scheme)
		return nil
	}
	return sh
}

// lot finds a lot of the call, which names each once. offer is compared if it is not nil.
func (c *change) lot(sh *Shipment, index number, offer *string) *Lot {
	about := problem{Code: "12", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(int(index))}
	if index < 1 || int(index) > len(sh.Lots) {
		c.wrong(about, "Лот %d не найден", index)
		return nil
	}
	l := &sh.Lots[index-1]
	if offer != nil && *offer != l.OfferID {
		c.wrong(about, "offerId лота %d: ожидается %s, получен %s", index, l.OfferID, *offer)
		return nil
	}
	if slices.Contains(c.seen, l) {
		c.wrong(about, "Лот %d указан дважды", index)
		return nil
	}
	c.seen = append(c.seen, l)
	return l
}

// from checks that the lot has one of the statuses that the call starts from.
func (c *change) from(sh *Shipment, l *Lot, statuses ...string) bool {
	if slices.Contains(statuses, l.Status) {
		return true
	}
	c.wrong(problem{Code: "13", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)},
		"Недопустимый статус лота %d: %s", l.Index, l.Status)
	return false
}

// reason checks a reason against the list of the scheme.
func (c *change) reason(sh *Shipment, why *reason, known []string) {
	switch {
	case why == nil || why.Type == "":
		c.wrong(problem{Code: "14", ShipmentID: sh.ID}, "Не указана причина")
	case !slices.Contains(known, why.Type):
		c.wrong(problem{Code: "14", ShipmentID: sh.ID}, "Недопустимая причина %s", why.Type)
	}
}

type reason struct{ Type, Comment string }

// orderCode checks the merchant's number, which stays the same once given.
func (c *change) orderCode(sh *Shipment, code string, required bool) {
	about := problem{Code: "15", ShipmentID: sh.ID}
	switch {
	case code == "" && !required:
	case code == "" || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "":
		c.wrong(about, "Недопустимый orderCode %q", code)
	case sh.OrderCode != "" && sh.OrderCode != code:
		c.wrong(about, "orderCode %s отличается от %s", code, sh.OrderCode)
	default:
		c.then(func() { sh.OrderCode = code })
	}
}

// box checks a box code: <merchantId>*<orderCode>*<boxIndex>.
func (c *change) box(sh *Shipment, code string, b box) {
	if want := fmt.Sprintf("%d*%s*%d", c.s.settings.MerchantID, code, b.BoxIndex); b.BoxIndex < 1 || b.BoxCode != want {
		about := problem{Code: "16", ShipmentID: sh.ID, BoxCode: b.BoxCode}
		c.wrong(about, "Недопустимый код грузоместа, ожидается %s", want)
	}
}

type box struct {
	BoxIndex number
	BoxCode  string
}

// date reads a required time.
func (c *change) date(sh *Shipment, name, value string) time.Time {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		c.wrong(problem{Code: "17", ShipmentID: sh.ID}, "Недопустимая дата %s: %q", name, value)
	}
	return t
}

// move sends lots on their way: through a PENDING status, unless the settings say otherwise.
func (c *change) move(l *Lot, pending, next string) {
	c.then(func() {
		if l.settle(next); c.s.settings.PendingReads > 0 {
			l.Status, l.next, l.reads = pending, next, c.s.settings.PendingReads
		}
	})
}

// cancel cancels a lot.
func (c *change) cancel(l *Lot, status, subStatus string, why reason) {
	c.then(func() {
		l.settle(status)
		l.SubStatus, l.Reason, l.Comment, l.CancelAsked = subStatus, why.Type, why.Comment, false
	})
}

// end does what was noted, if nothing is wrong, and returns the answer.
func (c *change) end(r *http.Request) (any, problems) {
	if len(c.seen) == 0 && len(c.todo) == 0 && len(c.problems) == 0 {
		c.wrong(problem{Code: "18"}, "Пустой запрос")
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	for _, f := range c.todo {
		f()
	}
	if len(c.todo) > 0 {
		fake.Commit(r)
	}
	return map[string]int{"result": 1}, nil
}
