package retailcrmtest

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Edit changes an order as the merchant does by hand, and tells its module if need be; patch is JSON in the form of the
// API. It panics if there is no such order, or if the CRM would refuse the data: the test is wrong then.
func (s *Server) Edit(id int64, patch string) {
	var p object
	if err := parse(patch, &p); err != nil {
		panic(fmt.Sprintf("retailcrmtest: %s: %v", patch, err))
	}
	s.edit(id, func(*order) object { return p })
}

// edit changes an order, and tells modules afterwards.
func (s *Server) edit(id int64, patch func(*order) object) {
	s.mu.Lock()
	o := s.byID(id)
	if o == nil {
		s.mu.Unlock()
		panic(fmt.Sprintf("retailcrmtest: there is no order with id %d", id))
	}
	p := patch(o)
	if wrong := s.check(p, o); len(wrong) > 0 {
		s.mu.Unlock()
		panic(fmt.Sprintf("retailcrmtest: order %d: %v", id, wrong))
	}
	s.change(o, p, s.byHand())
	syncs := s.syncs
	s.syncs = nil
	s.mu.Unlock()
	for _, id := range syncs {
		s.sync(id)
	}
}

// SetStatus sets an order's status.
func (s *Server) SetStatus(id int64, code string) {
	s.edit(id, func(*order) object { return object{"status": code} })
}

// SetItemStatus sets the product status of a line.
func (s *Server) SetItemStatus(id, item int64, code string) {
	s.editItem(id, item, "status", code)
}

// editItem sets a field of a line.
func (s *Server) editItem(id, item int64, name string, value any) {
	s.edit(id, func(o *order) object {
		lines := []any{}
		for _, it := range o.items {
			line := object{"id": it["id"]}
			if num(it["id"]) == item {
				line[name] = value
			}
			lines = append(lines, line)
		}
		return clone(object{"items": lines})
	})
}

// SetMarkingCodes gives the units of a line their marking codes.
func (s *Server) SetMarkingCodes(id, item int64, codes ...string) {
	s.editItem(id, item, "markingCodes", codes)
}

// SetCustomField sets one of the account's own fields; nil empties it.
func (s *Server) SetCustomField(id int64, code string, value any) {
	s.edit(id, func(*order) object { return clone(object{"customFields": object{code: value}}) })
}

// Package is a parcel; its items are lines by id, with the number of units.
type Package struct {
	ID                            string
	Weight, Length, Width, Height int
	Items                         map[int64]int
}

// SetPackages makes the parcels of an order.
func (s *Server) SetPackages(id int64, packages ...Package) {
	list := []any{}
	for _, p := range packages {
		items := []any{}
		for _, line := range slices.Sorted(maps.Keys(p.Items)) {
			items = append(items, object{"orderProduct": object{"id": line}, "quantity": p.Items[line]})
		}
		list = append(list, object{"packageId": p.ID, "weight": p.Weight, "length": p.Length, "width": p.Width, "height": p.Height, "items": items})
	}
	s.edit(id, func(*order) object { return clone(object{"delivery": object{"data": object{"packages": list}}}) })
}

// SetLocked ticks or unticks "Не синхронизировать со службой доставки".
func (s *Server) SetLocked(id int64, locked bool) {
	s.edit(id, func(*order) object { return object{"delivery": object{"data": object{"locked": locked}}} })
}

// SetDeliveryDate sets "Дата доставки".
func (s *Server) SetDeliveryDate(id int64, day time.Time) {
	s.edit(id, func(*order) object { return object{"delivery": object{"date": day.Format(time.DateOnly)}} })
}

// SetDeliveryTime sets when the courier comes, such as "10:00" and "14:00".
func (s *Server) SetDeliveryTime(id int64, from, to string) {
	s.edit(id, func(*order) object { return object{"delivery": object{"time": object{"from": from, "to": to}}} })
}

// Delete removes an order.
func (s *Server) Delete(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.byID(id); o != nil {
		s.remove(o, nil, s.byHand())
	}
}
