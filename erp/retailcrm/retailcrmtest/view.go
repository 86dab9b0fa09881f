package retailcrmtest

import "strings"

// Order is what a test sees of an order.
type Order struct {
	ID         int64
	Site       string
	ExternalID string
	Status     string
	Items      []Item
	Payments   []Payment
	JSON       string // the whole document
}

// Item is a line of an order.
type Item struct {
	ID       int64
	Status   string
	Canceled bool
	Quantity string
	Price    string
}

// Payment is a payment of an order.
type Payment struct {
	ID                               int64
	ExternalID, Type, Status, Amount string
}

// Field returns a value of the document as text, by a path such as "delivery.data.locked"; "" if there is none.
func (o Order) Field(path string) string {
	var d object
	if parse(o.JSON, &d) != nil {
		return ""
	}
	return strings.Trim(str(at(d, path)), `"`)
}

// Orders returns all orders, the oldest first.
func (s *Server) Orders() []Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Order, len(s.orders))
	for i, o := range s.orders {
		v := Order{ID: o.id, Site: o.site, ExternalID: o.externalID, Status: str(o.data["status"]), JSON: string(raw(o.document()))}
		for _, it := range o.items {
			v.Items = append(v.Items, Item{num(it["id"]), str(it["status"]), yes(it["isCanceled"]), str(it["quantity"]), str(it["initialPrice"])})
		}
		for _, p := range o.payments {
			v.Payments = append(v.Payments, Payment{num(p["id"]), str(p["externalId"]), str(p["type"]), str(p["status"]), str(p["amount"])})
		}
		out[i] = v
	}
	return out
}

// Order returns the order with this externalId in any shop; ok is false if there is none.
func (s *Server) Order(externalID string) (o Order, ok bool) {
	for _, o := range s.Orders() {
		if o.ExternalID == externalID {
			return o, true
		}
	}
	return Order{}, false
}

// HistoryLength is how many changes of orders there were.
func (s *Server) HistoryLength() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.history)
}
