package russianposttest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The methods here move parcels. Their key is the barcode, the shop's number or the id; they panic if there is no such
// parcel, because the test is wrong then.

// on calls f with a parcel.
func (s *Server) on(key string, f func(p *parcel)) {
	s.do(func() {
		p := s.parcels[key]
		if o := s.find(key); p == nil && o != nil {
			p = s.parcels[o.barcode]
		}
		if p == nil {
			panic("russianposttest: no parcel " + strconv.Quote(key))
		}
		f(p)
	})
}

// add adds an event. What the post does with an order that is in no batch yet, people put into one first.
func (s *Server) add(barcode string, e Event) {
	p, now := s.parcels[barcode], s.settings.Now()
	if e.At.IsZero() {
		e.At = now
	}
	if e.Index == "" {
		e.Index = s.origin(p)
	}
	since := now
	if e.At.After(now) {
		since = e.At
	}
	p.events = append(p.events, known{e, since})
	if o := p.order; o != nil && !o.deleted && !early[e.Type] {
		if o.batch == "" {
			s.gather(o, day(now), &[]*batch{})
		}
		s.batch(o.batch).checked = true
	}
}

// origin is the office that a parcel starts from, and target the one that it goes to.
func (s *Server) origin(p *parcel) string {
	if p.order == nil {
		return OfficeMoscow
	}
	return str(p.order.body, "postoffice-code")
}

func (s *Server) target(p *parcel) string {
	if p.order == nil {
		return OfficePetersburg
	}
	return destination(p.order.body)
}

// courier reports whether a parcel is brought to the door.
func courier(p *parcel) bool {
	if p.order == nil {
		return false
	}
	kind := str(p.order.body, "mail-type")
	return kind == "ONLINE_COURIER" || strings.HasPrefix(kind, "EMS") || strings.HasPrefix(kind, "BUSINESS_COURIER") ||
		yes(p.order.body, "delivery-to-door")
}

// AddEvent adds any event, also one that the vendor does not have.
func (s *Server) AddEvent(key string, e Event) { s.on(key, func(p *parcel) { s.add(p.barcode, e) }) }

// AddParcel makes tracking know a number that is not of the account.
func (s *Server) AddParcel(barcode string) {
	s.do(func() { s.parcels[barcode] = &parcel{barcode: barcode} })
}

// HideHistory makes the history of a parcel be empty until it is shown again, as it is for a while when a parcel goes
// over to the post of another country.
func (s *Server) HideHistory(key string, hidden bool) {
	s.on(key, func(p *parcel) { p.hidden = hidden })
}

// Silence makes answers to tickets have neither an event nor an error for a parcel.
func (s *Server) Silence(key string, silent bool) { s.on(key, func(p *parcel) { p.silent = silent }) }

// Accept hands the parcel over to the post.
func (s *Server) Accept(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 1, Attr: 2}) })
}

// Ship lets the parcel leave for its destination.
func (s *Server) Ship(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 8, Attr: 4}) })
}

// Arrive brings the parcel to the office, point or locker of its recipient, or to the courier.
func (s *Server) Arrive(key string) { s.on(key, func(p *parcel) { s.arrive(p, time.Time{}) }) }

func (s *Server) arrive(p *parcel, at time.Time) {
	e := Event{Type: 8, Attr: 2, Index: s.target(p), At: at}
	switch office := s.officeOf(e.Index); {
	case office != nil && office["type-code"] == pointType:
		e.Attr = 39
	case office != nil && office["type-code"] == lockerType:
		e.Attr = 74
	}
	s.add(p.barcode, e)
	if courier(p) {
		s.add(p.barcode, Event{Type: 8, Attr: 15, Index: e.Index, At: at})
	}
}

// Travel lets the clock move the parcel: it is accepted, left and arrived, one of them each time that d has passed.
func (s *Server) Travel(key string, d time.Duration) {
	s.on(key, func(p *parcel) {
		now := s.settings.Now()
		s.add(p.barcode, Event{Type: 1, Attr: 2, At: now.Add(d)})
		s.add(p.barcode, Event{Type: 8, Attr: 4, At: now.Add(2 * d)})
		s.arrive(p, now.Add(3*d))
	})
}

// HandOut gives the parcel to its recipient.
func (s *Server) HandOut(key string) {
	s.on(key, func(p *parcel) {
		e := Event{Type: 2, Attr: 1, Index: s.target(p)}
		switch office := s.officeOf(e.Index); {
		case office != nil && office["type-code"] == lockerType:
			e.Attr = 3
		case courier(p):
			e.Attr = 8
		}
		s.add(p.barcode, e)
	})
}

// HandOutPart gives a part of a parcel to its recipient; the goods with these articles go back under the same number.
func (s *Server) HandOutPart(key string, back ...string) {
	s.on(key, func(p *parcel) {
		if p.order == nil {
			panic(fmt.Sprintf("russianposttest: the parcel %q has no goods", key))
		}
		for _, one := range objects(obj(p.order.body, "goods")["items"]) {
			if slices.Contains(back, str(one, "item-number")) {
				one["returned"] = true
			}
		}
		p.order.body["returned-partial"] = true
		s.add(p.barcode, Event{Type: 48, Index: s.target(p)})
		s.add(p.barcode, Event{Type: 3, Attr: 15, Index: s.target(p)})
	})
}

// Miss is an attempt to deliver that fails.
func (s *Server) Miss(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 12, Attr: 1, Index: s.target(p)}) })
}

// Refuse lets the recipient refuse the parcel.
func (s *Server) Refuse(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 12, Attr: 6, Index: s.target(p)}) })
}

// EndStorage ends the storage of a parcel that nobody has collected.
func (s *Server) EndStorage(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 8, Attr: 40, Index: s.target(p)}) })
}

// SendBack sends the parcel back under its own number: because it was refused or not collected, or on the demand of the
// sender.
func (s *Server) SendBack(key string) {
	s.on(key, func(p *parcel) {
		e := Event{Type: 3, Attr: 2, Index: s.target(p)}
		for _, k := range p.events {
			switch {
			case k.code() == "12/6":
				e.Attr = 4
			case k.code() == "8/40":
				e.Attr = 1
			}
		}
		s.add(p.barcode, e)
	})
}

// ArriveBack brings a parcel that goes back to the office of its sender.
func (s *Server) ArriveBack(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 8, Attr: 2}) })
}

// HandBack gives a parcel that came back to its sender.
func (s *Server) HandBack(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 2, Attr: 2}) })
}

// Lose loses the parcel.
func (s *Server) Lose(key string) {
	s.on(key, func(p *parcel) { s.add(p.barcode, Event{Type: 5, Attr: 1}) })
}

// CancelLast takes the last event of a parcel back, as a mistake of an operator.
func (s *Server) CancelLast(key string) {
	s.on(key, func(p *parcel) {
		last := p.events[len(p.events)-1]
		s.add(p.barcode, Event{Type: 26, Attr: 2, Index: last.Index})
	})
}

// PayCOD pays what the recipient paid for the parcel out to its sender.
func (s *Server) PayCOD(key string) {
	s.on(key, func(p *parcel) {
		if p.order == nil || num(p.order.body, "payment") == 0 {
			panic(fmt.Sprintf("russianposttest: the parcel %q has no cash on delivery", key))
		}
		s.add(p.barcode, Event{Type: 63, Index: s.origin(p)})
		for i, step := range []struct{ id, name, index string }{{"1", "Прием", s.target(p)}, {"3", "Оплата", s.origin(p)}} {
			p.money = append(p.money, el(espp, "PostalOrderEvent").with("Number", strconv.Itoa(s.next()),
				"EventDateTime", s.settings.Now().In(moscow).Add(time.Duration(i)*time.Second).Format("2006-01-02T15:04:05"), "EventType", step.id,
				"EventName", step.name, "IndexTo", s.origin(p), "IndexEvent", step.index, "SumPaymentForward", str(p.order.body, "payment"),
				"CountryEventCode", "643", "CountryToCode", "643"))
		}
	})
}
