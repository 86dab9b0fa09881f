package russianposttest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Order is a parcel of the account as it is now.
type Order struct {
	ID        int
	Barcode   string
	Number    string         // the shop's own
	Batch     string         // empty while it is in no batch
	Fields    map[string]any // of the request that made or last changed it
	Cancelled bool           // it was deleted
	Events    []Event        // so far
}

// order is a parcel of the account.
type order struct {
	id, version    int
	barcode, batch string
	body           object
	made           time.Time
	deleted        bool
}

// readFields are those of an order that the vendor computes. They come back with an order that was read and changed,
// and do nothing.
const readFields = "address-changed? address-type-from area-from barcode batch-category batch-name batch-status building-from corpus-from " +
	"delivery-time( max-days# min-days# ) easy-return-recipient-payment? forbidden-esp? ground-rate# ground-rate-with-vat# ground-rate-wo-vat# " +
	"house-from id# in-mmo? index-from insr-rate# insr-rate-with-vat# insr-rate-wo-vat# is-deleted? legal-hid mail-rank mass-rate# " +
	"mass-rate-with-vat# mass-rate-wo-vat# place-from pochtaid-hid postmarks* prepayment-return? region-from renewal-shelf-life? " +
	"returned-partial? room-from street-from tariff-type total-rate-wo-vat# total-vat# track-by-group# unloading? version# weight-pay# " +
	"with-client-return? linked-barcode human-operation-name last-oper-type last-oper-attr last-oper-date"

// readOrderFields are those of an order that was read and is sent back.
var readOrderFields = strings.Replace(orderFields, goodsFields, goodsFields+" id# returned? category-feature", 1) + " " + readFields

// find returns an order by its barcode, id or the shop's number; the last one that is not deleted, if there are
// several.
func (s *Server) find(key string) (found *order) {
	for _, o := range s.orders {
		if key == o.barcode || key == strconv.Itoa(o.id) || key == str(o.body, "order-num") {
			if found == nil || found.deleted || !o.deleted {
				found = o
			}
		}
	}
	return found
}

// byID is the order of an id, nil if there is none or it was deleted.
func (s *Server) byID(id string) *order {
	for _, o := range s.orders {
		if !o.deleted && strconv.Itoa(o.id) == id {
			return o
		}
	}
	return nil
}

// Orders returns the parcels of the account, deleted ones too.
func (s *Server) Orders() (all []Order) {
	s.do(func() {
		for _, o := range s.orders {
			all = append(all, s.told(o))
		}
	})
	return all
}

// Order returns a parcel of the account by its barcode, the shop's number or its id.
func (s *Server) Order(key string) (one Order, ok bool) {
	s.do(func() {
		if o := s.find(key); o != nil {
			one, ok = s.told(o), true
		}
	})
	return one, ok
}

func (s *Server) told(o *order) Order {
	return Order{
		ID: o.id, Barcode: o.barcode, Number: str(o.body, "order-num"), Batch: o.batch, Fields: copied(o.body), Cancelled: o.deleted,
		Events: s.events(o.barcode),
	}
}

// MakeOrder makes a parcel as people do in the cabinet: a good one to Saint Petersburg, with other fields in place of
// its own; those that are nil are left out. It returns the barcode, and panics if the vendor would refuse it.
func (s *Server) MakeOrder(fields map[string]any) (barcode string) {
	s.do(func() {
		o, wrong := s.place(merged(exemplary(), fields))
		if wrong != nil {
			panic("russianposttest: " + string(encode(wrong)))
		}
		barcode = o.barcode
	})
	return barcode
}

// EditOrder changes a parcel as people do in the cabinet. It panics if there is none or the vendor would refuse it.
func (s *Server) EditOrder(key string, fields map[string]any) {
	s.do(func() {
		o := s.must(key)
		body := merged(copied(o.body), fields)
		if wrong := s.wrong(body, false); len(wrong) > 0 {
			panic("russianposttest: " + string(encode(wrong)))
		}
		o.body = body
		o.version++
	})
}

// DeleteOrder deletes a parcel as people do in the cabinet. It panics if there is none.
func (s *Server) DeleteOrder(key string) {
	s.do(func() { s.remove(s.must(key)) })
}

// must is an order, of a key that a test gives.
func (s *Server) must(key string) *order {
	o := s.find(key)
	if o == nil || o.deleted {
		panic("russianposttest: no order " + strconv.Quote(key))
	}
	return o
}

// exemplary is a good order.
func exemplary() object {
	return object{
		"order-num": "A-1042", "mail-type": "POSTAL_PARCEL", "mail-category": "ORDINARY", "mail-direct": 643, "mass": 1200, "fragile": false,
		"postoffice-code": OfficeMoscow, "address-type-to": "DEFAULT", "index-to": 190000, "region-to": "г Санкт-Петербург",
		"place-to": "г Санкт-Петербург", "street-to": "ул Примерная", "house-to": "1", "recipient-name": "Петров Иван Сергеевич",
		"surname": "Петров", "given-name": "Иван", "middle-name": "Сергеевич", "tel-address": 79010000002,
	}
}

// merged is a body with other fields, as it is after it was sent.
func merged(body, more object) object {
	for k, v := range more {
		body[k] = v
	}
	v, err := decode(encode(body))
	if err != nil {
		panic(err) // it was encoded just now
	}
	return v.(object)
}

// place makes an order, or returns what is wrong with it.
func (s *Server) place(body object) (*order, []object) {
	if wrong := s.wrong(body, true); len(wrong) > 0 {
		return nil, wrong
	}
	if str(body, "postoffice-code") == "" {
		body["postoffice-code"] = OfficeMoscow
	}
	o := &order{id: 510000000 + s.next(), barcode: s.barcode(str(body, "postoffice-code")), body: body, made: s.settings.Now()}
	s.orders = append(s.orders, o)
	s.parcels[o.barcode] = &parcel{barcode: o.barcode, order: o}
	s.add(o.barcode, Event{Type: 28, Index: o.barcode[:6]})
	return o, nil
}

// remove deletes an order; a batch without orders ceases.
func (s *Server) remove(o *order) {
	o.deleted = true
	s.take(o)
}

// take takes an order out of its batch.
func (s *Server) take(o *order) {
	name := o.batch
	o.batch = ""
	if name != "" && len(s.inBatch(name)) == 0 {
		s.batches = slices.DeleteFunc(s.batches, func(b *batch) bool { return b.name == name })
	}
}

// create is PUT /2.0/user/backlog.
func create(c *call) (any, *refusal) {
	made, failed := createAll(c, c.list(), nil)
	answer := object{}
	if len(made) > 0 || len(failed) == 0 {
		rows := []object{}
		for _, o := range made {
			row := object{"barcode": o.barcode, "order-num": str(o.body, "order-num"), "result-id": o.id}
			if g := str(o.body, "group-name"); g != "" {
				row["group-name"] = g
			}
			rows = append(rows, row)
		}
		answer["orders"] = ordered(c, rows)
	}
	if len(failed) > 0 {
		answer["errors"] = ordered(c, failed)
	}
	return answer, nil
}

// createOld is PUT /1.0/user/backlog, which tells ids only.
func createOld(c *call) (any, *refusal) {
	made, failed := createAll(c, c.list(), nil)
	return results(c, made, failed), nil
}

// createAll makes orders and tells those that are refused by their position. then is called with each made one.
func createAll(c *call, bodies []any, then func(*order) *object) (made []*order, failed []object) {
	for i, one := range bodies {
		body := one.(object)
		if fate := c.fates[str(body, "order-num")]; len(fate) > 0 {
			c.fates[str(body, "order-num")] = fate[1:]
			failed = append(failed, object{"error-codes": fate[:1], "position": i})
			continue
		}
		o, wrong := c.place(body)
		if wrong != nil {
			failed = append(failed, object{"error-codes": wrong, "position": i})
			continue
		}
		if then != nil {
			if no := then(o); no != nil {
				o.deleted = true
				failed = append(failed, object{"error-codes": []object{*no}, "position": i})
				continue
			}
		}
		made = append(made, o)
	}
	if len(made) > 0 {
		c.commit()
	}
	return made, failed
}

// results is an answer with the ids of what was done and with errors; what is empty is left out.
func results(c *call, done []*order, failed []object) object {
	answer := object{}
	if len(done) > 0 || len(failed) == 0 {
		ids := []int{}
		for _, o := range done {
			ids = append(ids, o.id)
		}
		answer["result-ids"] = ordered(c, ids)
	}
	if len(failed) > 0 {
		answer["errors"] = ordered(c, failed)
	}
	return answer
}

// each calls f with the order of each id, and gathers the codes that it returns.
func (c *call) each(f func(o *order) (code string)) (done []*order, failed []object) {
	for i, id := range c.list() {
		code := "NOT_FOUND"
		o := c.byID(text(id))
		if o != nil {
			code = f(o)
		}
		if code != "" {
			failed = append(failed, object{"error-code": code, "position": i})
			continue
		}
		done = append(done, o)
	}
	if len(done) > 0 {
		c.commit()
	}
	return done, failed
}

// edit is PUT /1.0/backlog/{id}.
func edit(c *call) (any, *refusal) {
	o := c.byID(c.r.PathValue("id"))
	if o == nil || o.batch != "" {
		return nil, absent("ComplexOrderV2", c.r.PathValue("id"))
	}
	body := c.body.(object)
	for f := range strings.FieldsSeq(readFields) {
		delete(body, strings.TrimRight(f, "(#?~*"))
	}
	for _, item := range objects(obj(body, "goods")["items"]) {
		delete(item, "id")
		delete(item, "returned")
		delete(item, "category-feature")
	}
	fate := c.fates[str(body, "order-num")]
	if len(fate) > 0 {
		c.fates[str(body, "order-num")] = fate[1:]
		return object{"errors": []object{{"error-codes": fate[:1], "position": 0}}}, nil
	}
	if wrong := c.wrong(body, true); len(wrong) > 0 {
		return object{"errors": []object{{"error-codes": wrong, "position": 0}}}, nil
	}
	fake.Commit(c.r)
	o.body = body
	o.version++
	return []any{}, nil
}

// deleteOrders is DELETE /1.0/backlog.
func deleteOrders(c *call) (any, *refusal) {
	done, failed := c.each(func(o *order) string {
		if o.batch != "" {
			return "NOT_FOUND"
		}
		c.remove(o)
		return ""
	})
	return results(c, done, failed), nil
}

// found are orders that are not hidden any more, in a batch or not.
func (c *call) found(batched bool, is func(*order) bool) []any {
	rows := []object{}
	for _, o := range c.orders {
		hidden := c.settings.Now().Before(o.made.Add(c.settings.HideFor))
		if !o.deleted && !hidden && (o.batch != "") == batched && is(o) {
			rows = append(rows, c.shown(o))
		}
	}
	return ordered(c, rows)
}

// searchBacklog is GET /1.0/backlog/search.
func searchBacklog(c *call) (any, *refusal) {
	query := c.q.Text("query")
	if query == "" {
		return nil, malformed("Required String parameter 'query' is not present")
	}
	return c.found(false, func(o *order) bool { return str(o.body, "order-num") == query }), nil
}

// searchShipments is GET /1.0/shipment/search.
func searchShipments(c *call) (any, *refusal) {
	query := c.q.Text("query")
	if query == "" {
		return nil, malformed("Required String parameter 'query' is not present")
	}
	rows := c.found(true, func(o *order) bool { return str(o.body, "order-num") == query || o.barcode == query })
	if b := c.back(query); b != nil {
		rows = append(rows, c.shownReturn(b))
	}
	return rows, nil
}

// groupInBacklog is GET /1.0/backlog/by-group-name/{group}.
func groupInBacklog(c *call) (any, *refusal) {
	return c.found(false, func(o *order) bool { return str(o.body, "group-name") == c.r.PathValue("group") }), nil
}

// groupInBatches is GET /1.0/shipment/by-group-name/{group}.
func groupInBatches(c *call) (any, *refusal) {
	return c.found(true, func(o *order) bool { return str(o.body, "group-name") == c.r.PathValue("group") }), nil
}

// readBacklog is GET /1.0/backlog/{id}.
func readBacklog(c *call) (any, *refusal) { return c.one(false) }

// readShipment is GET /1.0/shipment/{id}.
func readShipment(c *call) (any, *refusal) { return c.one(true) }

func (c *call) one(batched bool) (any, *refusal) {
	o := c.byID(c.r.PathValue("id"))
	if o == nil || (o.batch != "") != batched {
		return nil, absent("ComplexOrderV2", c.r.PathValue("id"))
	}
	return c.shown(o), nil
}
