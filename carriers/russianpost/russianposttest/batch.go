package russianposttest

import (
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Batch is a batch of parcels as it is now.
type Batch struct {
	Name, Status, Category string
	Date                   string // when it is handed in, such as 2026-02-05
	Barcodes               []string
	Checked                bool // its electronic form was sent
}

// batch is a batch of parcels.
type batch struct {
	name, office, kind, category, date string
	made                               time.Time
	checked, archived                  bool
}

// Batches returns the batches that there are.
func (s *Server) Batches() (all []Batch) {
	s.do(func() {
		for _, b := range s.batches {
			one := Batch{Name: b.name, Status: s.status(b), Category: b.category, Date: b.date, Checked: b.checked}
			for _, o := range s.inBatch(b.name) {
				one.Barcodes = append(one.Barcodes, o.barcode)
			}
			all = append(all, one)
		}
	})
	return all
}

// batch is a batch by its name, nil if there is none.
func (s *Server) batch(name string) *batch {
	for _, b := range s.batches {
		if b.name == name {
			return b
		}
	}
	return nil
}

// inBatch are the orders of a batch.
func (s *Server) inBatch(name string) (all []*order) {
	for _, o := range s.orders {
		if o.batch == name && !o.deleted {
			all = append(all, o)
		}
	}
	return all
}

// status is the status of a batch: it follows from what was done with it, and from the events of its parcels.
func (s *Server) status(b *batch) string {
	accepted, sent := false, false
	for _, o := range s.inBatch(b.name) {
		for _, e := range s.events(o.barcode) {
			accepted = accepted || e.Type == 1
			sent = sent || e.Type != 1 && !early[e.Type]
		}
	}
	switch {
	case b.archived:
		return "ARCHIVED"
	case sent:
		return "SENT"
	case accepted:
		return "ACCEPTED"
	case b.checked:
		return "FROZEN"
	}
	return "CREATED"
}

// shownBatch is a batch as it is read.
func (s *Server) shownBatch(b *batch) object {
	o := s.officeOf(b.office)
	out := object{
		"batch-name": b.name, "batch-status": s.status(b), "batch-status-date": stamp(b.made), "mail-type": b.kind, "mail-category": b.category,
		"mail-type-text": "Комбинированно", "mail-category-text": "Комбинированно", "mail-rank": "WO_RANK", "payment-method": "CASHLESS",
		"postoffice-code": b.office, "postoffice-name": "ОПС " + b.office, "postoffice-address": o["address-source"],
		"list-number-date": b.date, "shipping-notice-type": "SIMPLE", "transport-type": "SURFACE", "international": false,
		"electronic-f103": b.checked, "use-online-balance": false, "courier-order-statuses": []string{"NOT_REQUIRED"}, "ukd": false,
		"is-postoffice-ukd": false, "wo-mass": false, "can-be-unarchived": true, "pre-postal-preparation": false, "delivery-to-door": false,
		"delivery-notice-payment-method": "CASHLESS", "has-timeslots": false, "form-document-id": b.name,
	}
	if b.kind != "COMBINED" {
		out["mail-type-text"], out["mail-category-text"] = mailTypes[b.kind].name, categories[b.category].name
	}
	if b.checked {
		n, _ := strconv.Atoi(b.name)
		out["list-number"] = n
	}
	mass, ground, insured, kinds, postmarks := 0, 0, 0, []string{}, []string{}
	all := s.inBatch(b.name)
	for _, one := range all {
		g, i := price(str(one.body, "mail-type"), num(one.body, "mass"), num(one.body, "insr-value"), b.office, destination(one.body))
		mass, ground, insured = mass+num(one.body, "mass"), ground+g, insured+i
		kinds, postmarks = append(kinds, str(one.body, "mail-type")), append(postmarks, marks(one.body)...)
	}
	slices.Sort(kinds)
	slices.Sort(postmarks)
	out["postmarks"] = slices.Compact(postmarks)
	if b.kind == "COMBINED" {
		out["combined-batch-mail-types"] = slices.Compact(kinds)
	}
	out["shipment-count"], out["shipment-mass"] = len(all), mass
	for _, k := range []string{"delivery-to-door-rate-sum", "delivery-to-door-rate-vat-sum", "ppk-total-rate", "ppk-total-rate-vat"} {
		out[k] = 0
	}
	for _, name := range []string{
		"avia", "completeness-checking", "contents-checking", "functionality-checking", "inventory", "notice", "partial-redemption",
		"pre-postal-preparation", "sms-notice", "unloading", "with-fitting", "ground", "mass", "insure",
	} {
		sum := map[string]int{"ground": ground, "mass": ground, "insure": insured}[name]
		out["shipment-"+name+"-rate-sum"], out["shipment-"+name+"-rate-vat-sum"] = sum, taxed(sum)
	}
	return out
}

// gather puts an order into the batch that it fits, which is made if there is none among these.
func (s *Server) gather(o *order, date string, among *[]*batch) {
	kind, category, office := "COMBINED", "COMBINED", str(o.body, "postoffice-code")
	if s.settings.SeparateBatches {
		kind, category = str(o.body, "mail-type"), str(o.body, "mail-category")
	}
	for _, b := range *among {
		if b.kind == kind && b.category == category && b.office == office {
			o.batch = b.name
			return
		}
	}
	b := &batch{name: strconv.Itoa(26 + s.next()), office: office, kind: kind, category: category, date: date, made: s.settings.Now()}
	s.batches = append(s.batches, b)
	*among = append(*among, b)
	o.batch = b.name
}

// createBatches is POST /1.0/user/shipment.
func createBatches(c *call) (any, *refusal) {
	date := c.q.Text("sending-date")
	if date == "" {
		date = day(c.settings.Now())
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return nil, malformed("sending-date: " + date)
	}
	if t := c.q.Text("timezone-offset"); t != "" && !isInt(t) {
		return nil, malformed("timezone-offset: " + t)
	}
	if _, no := c.flag("use-online-balance", false); no != nil {
		return nil, no
	}
	var made []*batch
	done, failed := c.each(func(o *order) string {
		switch {
		case o.batch != "":
			return "NOT_FOUND"
		case date < day(c.settings.Now()):
			return "PAST_DUE_DATE"
		}
		c.gather(o, date, &made)
		return ""
	})
	describe(failed)
	answer := results(c, done, failed)
	if len(made) > 0 {
		rows := []object{}
		for _, b := range made {
			rows = append(rows, c.shownBatch(b))
		}
		answer["batches"] = ordered(c, rows)
	}
	return answer, nil
}

// describe adds the vendor's texts to errors, which it does for batches and not for orders of the backlog.
func describe(failed []object) {
	for _, f := range failed {
		switch f["error-code"] {
		case "NOT_FOUND":
			f["error-description"] = "Отправление не найдено"
		case "PAST_DUE_DATE":
			f["error-description"] = "Дата отправки просрочена"
		case "READONLY_STATE":
			f["error-description"] = "Изменения в партии недопустимы"
		}
	}
}

// named is the batch of the path.
func (c *call) named() (*batch, *refusal) {
	if b := c.batch(c.r.PathValue("name")); b != nil {
		return b, nil
	}
	return nil, absent("ShipmentBatchTuple", c.r.PathValue("name"))
}

// refused is why an order cannot come into a batch, empty if it can.
func (s *Server) refused(b *batch, o *order) string {
	switch {
	case s.status(b) != "CREATED":
		return "READONLY_STATE"
	case b.office != str(o.body, "postoffice-code"):
		return "ILLEGAL_POSTCODE"
	case b.kind != "COMBINED" && b.kind != str(o.body, "mail-type"):
		return "DIFFERENT_MAIL_TYPE"
	case b.category != "COMBINED" && b.category != str(o.body, "mail-category"):
		return "DIFFERENT_MAIL_CATEGORY"
	}
	return ""
}

// addToBatch is POST /1.0/batch/{name}/shipment.
func addToBatch(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	group := c.q.Text("group-name")
	done, failed := c.each(func(o *order) string {
		switch {
		case o.batch != "":
			return "NOT_FOUND"
		case group != "" && group != str(o.body, "group-name"):
			return "GROUP_NOT_FOUND"
		}
		if code := c.refused(b, o); code != "" {
			return code
		}
		o.batch = b.name
		return ""
	})
	describe(failed)
	return results(c, done, failed), nil
}

// createInBatch is PUT /1.0/batch/{name}/shipment.
func createInBatch(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	made, failed := createAll(c, c.list(), func(o *order) *object {
		if code := c.refused(b, o); code != "" {
			p := problem(code, "", "")
			return &p
		}
		o.batch = b.name
		return nil
	})
	return results(c, made, failed), nil
}

// leave takes orders out of their batches.
func (c *call) leave(do func(*order)) (any, *refusal) {
	done, failed := c.each(func(o *order) string {
		if o.batch == "" {
			return "NOT_FOUND"
		}
		switch c.status(c.batch(o.batch)) {
		case "CREATED":
			do(o)
			return ""
		case "SENT", "ACCEPTED":
			return "DELIVERY_IN_PROGRESS"
		}
		return "READONLY_STATE"
	})
	return results(c, done, failed), nil
}

// backToNew is POST /1.0/user/backlog.
func backToNew(c *call) (any, *refusal) { return c.leave(c.take) }

// removeFromBatch is DELETE /1.0/shipment. The orders are deleted.
func removeFromBatch(c *call) (any, *refusal) { return c.leave(c.remove) }

// setSendingDate is POST /1.0/batch/{name}/sending/{y}/{m}/{d}.
func setSendingDate(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	t, err := time.Parse("2006/1/2", c.r.PathValue("y")+"/"+c.r.PathValue("m")+"/"+c.r.PathValue("d"))
	switch {
	case err != nil:
		return nil, malformed("the date: " + err.Error())
	case t.Format(time.DateOnly) < day(c.settings.Now()):
		return object{"error-code": "PAST_DUE_DATE", "f103-sent": false}, nil
	case c.status(b) != "CREATED":
		return object{"error-code": "READONLY_STATE", "f103-sent": false}, nil
	}
	c.commit()
	b.date = t.Format(time.DateOnly)
	return object{}, nil
}

// checkin is POST /1.0/batch/{name}/checkin.
func checkin(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	online, no := c.flag("useOnlineBalance", false)
	if no != nil {
		return nil, no
	}
	cost := 0
	for _, o := range c.inBatch(b.name) {
		g, i := price(str(o.body, "mail-type"), num(o.body, "mass"), num(o.body, "insr-value"), b.office, destination(o.body))
		cost += g + i + taxed(g) + taxed(i)
	}
	switch {
	case c.status(b) != "CREATED":
		return object{"error-code": "READONLY_STATE", "f103-sent": false}, nil
	case c.settings.OnlineBalance && !online:
		return object{"error-code": "OFFLINE_BALANCE_FORBIDDEN", "f103-sent": false}, nil
	case online && cost > c.settings.Balance:
		return nil, &refusal{500, object{
			"code": "1024", "desc": "Ошибка в сервисе. Код ошибки: EXTERNAL_SYSTEMS, вспомогательный код: UNDEFINED, описание: " +
				"'UNDEFINED->UNDEFINED. Requested " + strconv.Itoa(cost) + " but available " + strconv.Itoa(c.settings.Balance) + "'",
		}}
	case online:
		c.settings.Balance -= cost
	}
	fake.Commit(c.r)
	b.checked = true
	return object{"f103-sent": true}, nil
}

// readBatch is GET /1.0/batch/{name}.
func readBatch(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	return c.shownBatch(b), nil
}

// page is a page of rows: all of them without a size. A sort that is not desc is ascending: the vendor took "ask".
func page[T any](c *call, rows []T) ([]T, *refusal) {
	if c.q.Text("sort") == "desc" {
		slices.Reverse(rows)
	}
	size, no := c.whole("size", len(rows)+1)
	if no != nil {
		return nil, no
	}
	number := 0
	if t := c.q.Text("page"); t != "" && t != "0" {
		if number, no = c.whole("page", 0); no != nil {
			return nil, no
		}
	}
	if number > len(rows)/size {
		return rows[:0], nil
	}
	return rows[number*size : min(number*size+size, len(rows))], nil
}

// listBatchOrders is GET /1.0/batch/{name}/shipment.
func listBatchOrders(c *call) (any, *refusal) {
	b, no := c.named()
	if no != nil {
		return nil, no
	}
	rows := []object{}
	for _, o := range c.inBatch(b.name) {
		rows = append(rows, c.shown(o))
	}
	return page(c, rows)
}

// listBatches is GET /1.0/batch: those that are not in the archive.
func listBatches(c *call) (any, *refusal) {
	kind, category := c.q.Text("mailType"), c.q.Text("mailCategory")
	rows := []object{}
	for _, b := range c.batches {
		if !b.archived && (kind == "" || kind == b.kind) && (category == "" || category == b.category) {
			rows = append(rows, c.shownBatch(b))
		}
	}
	return page(c, rows)
}

// listArchive is GET /1.0/archive.
func listArchive(c *call) (any, *refusal) {
	rows := []object{}
	for _, b := range c.batches {
		if b.archived {
			rows = append(rows, c.shownBatch(b))
		}
	}
	return ordered(c, rows), nil
}

// archive is PUT /1.0/archive.
func archive(c *call) (any, *refusal) { return c.setArchived(true) }

// unarchive is POST /1.0/archive/revert.
func unarchive(c *call) (any, *refusal) { return c.setArchived(false) }

func (c *call) setArchived(to bool) (any, *refusal) {
	rows := []object{}
	for _, name := range texts(c.body) {
		row := object{"batch-name": name}
		switch b := c.batch(name); {
		case b == nil, !to && !b.archived:
			row["error-code"] = "NOT_FOUND"
		default:
			c.commit()
			b.archived = to
		}
		rows = append(rows, row)
	}
	return ordered(c, rows), nil
}

// searchArchive is GET /1.0/long-term-archive/shipment/search.
func searchArchive(c *call) (any, *refusal) {
	query := c.q.Text("query")
	return c.found(true, func(o *order) bool {
		return c.batch(o.batch).archived && query != "" && (str(o.body, "order-num") == query || o.barcode == query)
	}), nil
}
