package atol

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order/amount"
)

const (
	maxItems   = 100
	roundingTo = 99 // kopecks by which a shop's settings may round a receipt
)

func (c *checker) items(d *Document) {
	if sumsOnly(c.op, c.version) {
		return
	}
	if n := len(d.Items); n < 1 || n > maxItems {
		c.add("items", 1059, "has %d lines, it must be 1 to %d", n, maxItems)
	}
	before := len(c.problems)
	path := c.path
	for i := range d.Items {
		c.path, c.position = fmt.Sprintf("%sitems[%d].", path, i), i+1
		c.item(&d.Items[i])
	}
	c.path, c.position = path, 0
	if len(c.problems) == before {
		c.total(d)
	}
}

// total checks the total if the lines are right.
func (c *checker) total(d *Document) {
	all, err := d.sumOfItems()
	if err != nil {
		c.add("total", 1020, "%v", err)
		return
	}
	total, _ := d.total()
	if !c.money("total", 1020, total, true) {
		return
	}
	c.only(V4, "total", 1020, d.Rounded)
	off := total.Minor() - all.Minor()
	allowed := int64(0)
	if d.Rounded {
		allowed = roundingTo
	}
	if off > allowed || -off > allowed {
		c.add("total", 1020, "is %s, but the sum of the lines is %s", total, all)
	}
}

func (c *checker) item(it *Item) {
	c.text("name", 1030, it.Name, 1, 128)
	if it.Name != "" && strings.TrimSpace(it.Name) == "" {
		c.add("name", 1030, "is blank")
	}
	c.amount(it)
	if c.version == V4 {
		c.text("measurement_unit", 1197, it.Unit, 0, 16)
	}
	if _, ok := unitNames[it.Measure]; !ok {
		c.add("measure", 2108, "%d is not a unit of measure", it.Measure)
	}
	if !slices.Contains(methods, it.Method) {
		c.add("payment_method", 1214, "%q is not a stage of settlement; set one, as the service takes a missing one for a full prepayment", it.Method)
	}
	if word, ok := objectWords[it.Object]; !ok {
		c.add("payment_object", 1212, "%d is not an object of settlement", it.Object)
	} else if word == "" {
		c.only(V5, "payment_object", 1212, true)
	}
	c.vat("vat.type", it.VAT)
	c.text("user_data", 1191, it.UserData, 0, 64)
	c.money("excise", 1229, it.Excise, false)
	if s := it.CountryCode; s != "" && (!digits(s) || len(s) > 3 || (len(s) < 3 && c.version == V5)) {
		c.add("country_code", 1230, "%q must be 3 digits", s)
	}
	c.text("declaration_number", 1231, it.Declaration, 0, 32)
	c.marking(it)
	c.agent("agent_info", it.Agent)
	if it.Agent != nil && it.Supplier == nil {
		c.add("supplier_info", 1224, "is missing: an agent sells for a supplier")
	}
	c.supplier("supplier_info", it.Supplier, true)
}

// amount checks price, quantity and sum.
func (c *checker) amount(it *Item) {
	price := c.money("price", 1079, it.Price, true)
	if most := maxQuantity(c.version); it.Quantity.Sign() <= 0 || it.Quantity.Cmp(most) > 0 {
		c.add("quantity", 1023, "is %s, it must be more than 0 and at most %s", it.Quantity, most)
		price = false
	}
	said := c.money("sum", 1043, it.Sum, false)
	sum := it.Sum
	if price {
		want, err := it.Price.Times(it.Quantity)
		switch {
		case err != nil:
			c.add("sum", 1043, "%v", err)
			return
		case it.Sum.IsUnset():
			said = c.money("sum", 1043, want, true)
			sum = want
		case said && it.Sum != want:
			c.add("sum", 1043, "is %s, but %s of %s is %s: split the line in two to spread a discount", it.Sum, it.Quantity, it.Price, want)
		}
	}
	if c.money("vat.sum", 1200, it.VATSum, false) && said && it.VATSum.Minor() > sum.Minor() {
		c.add("vat.sum", 1200, "is %s, which is more than the line's sum %s", it.VATSum, sum)
	}
}

// withMark reports whether the object requires a marking code.
func withMark(o PaymentObject) bool { return o == ExciseWithMark || o == CommodityWithMark }

// marking checks the fields of a marked unit.
func (c *checker) marking(it *Item) {
	if c.version == V4 {
		c.marking4(it)
		return
	}
	if it.Nomenclature != "" {
		c.add("nomenclature_code", 1162, "exists in v4 only: set Mark")
	}
	c.sectoral("sectoral_item_props", 1260, it.SectoralProps)
	if it.Mark == nil {
		if withMark(it.Object) {
			c.add("mark_code", 1163, "is missing: payment_object %d requires one", it.Object)
		}
		if it.PlannedStatus != 0 || it.MarkQuantity != nil || it.Wholesale {
			c.add("mark_code", 1163, "is missing: planned_status, mark_quantity and wholesale are for lines with a marking code")
		}
		return
	}
	if tag, text := it.Mark.problem(); text != "" {
		c.add("mark_code", tag, "%s", text)
	}
	if it.Mark.Kind == GS1M && !withMark(it.Object) {
		c.add("payment_object", 1212, "is %d, it must be %d or %d on a line with the code of a marked unit", it.Object, CommodityWithMark, ExciseWithMark)
	}
	c.unit(it)
	if s := it.plannedStatus(c.op); s < 0 || s > MeasuredSold || (s == 0 && (it.Mark.Kind == GS1M || it.Mark.Kind == ShortMark)) {
		c.add("planned_status", 2003, "is %d, it must be 1 to 6", s)
	}
	if q := it.MarkQuantity; q != nil && (q.Numerator <= 0 || q.Numerator >= q.Denominator) {
		c.add("mark_quantity", 1291, "is %d of %d, it must be less than the whole pack", q.Numerator, q.Denominator)
	}
}

// unit checks that a line with a code is one unit, or goods accounted by volume with what they need.
func (c *checker) unit(it *Item) {
	one := amount.Pcs(1)
	if !it.Wholesale {
		if it.Quantity != one {
			c.add("quantity", 1023, "is %s, it must be 1 on a line with a marking code", it.Quantity)
		}
		if it.Measure != Piece {
			c.add("measure", 2108, "is %d, it must be %d (piece) for a marked unit", it.Measure, Piece)
		}
		return
	}
	if it.Quantity.Cmp(one) <= 0 {
		c.add("quantity", 1023, "is %s, it must be more than 1 for goods accounted by volume", it.Quantity)
	}
	if !slices.ContainsFunc(it.SectoralProps, func(p SectoralProp) bool { return strings.Contains(p.Value, "crpt=mrk") }) {
		c.add("sectoral_item_props", 1260, "needs a value with crpt=mrk for goods accounted by volume")
	}
}

// marking4 checks tag 1162.
func (c *checker) marking4(it *Item) {
	c.only(V5, "planned_status", 2003, it.PlannedStatus != 0)
	c.only(V5, "mark_quantity", 1291, it.MarkQuantity != nil)
	c.only(V5, "wholesale", 0, it.Wholesale)
	c.sectoral("sectoral_item_props", 1260, it.SectoralProps)
	code, err := it.nomenclature()
	switch {
	case err != nil:
		c.add("nomenclature_code", 1162, "%v", err)
	case code == "" && withMark(it.Object):
		c.add("nomenclature_code", 1162, "is missing: a marked unit requires one")
	case code != "" && (length(code) > 150 || !nomenclaturePattern.MatchString(code)):
		c.add("nomenclature_code", 1162, "%q must be hexadecimal bytes, the text of a DataMatrix or a tobacco pack's code", code)
	}
	if code != "" && it.Quantity != amount.Pcs(1) {
		c.add("quantity", 1023, "is %s, it must be 1 on a line with a marking code", it.Quantity)
	}
}

func (c *checker) sectoral(field string, tag int, props []SectoralProp) {
	c.only(V5, field, tag, len(props) > 0)
	for i, p := range props {
		at := fmt.Sprintf("%s[%d].", field, i)
		c.text(at+"federal_id", 1262, p.FederalID, 3, 3)
		if p.Date.IsZero() {
			c.add(at+"date", 1263, "is missing")
		}
		c.text(at+"number", 1264, p.Number, 1, 32)
		c.text(at+"value", 1265, p.Value, 1, 256)
	}
}

var agentTypes = []AgentType{
	BankPayingAgent, BankPayingSubagent, PayingAgent, PayingSubagent, Attorney, CommissionAgent, OtherAgent,
}

func (c *checker) agent(field string, a *Agent) {
	if a == nil {
		return
	}
	if !slices.Contains(agentTypes, a.Type) {
		c.add(field+".type", 1057, "%q is not a kind of agent", a.Type)
	}
	c.text(field+".paying_agent.operation", 1044, a.Operation, 0, 24)
	c.phones(field+".paying_agent.phones", 1073, a.PayingPhones)
	c.phones(field+".receive_payments_operator.phones", 1074, a.ReceiverPhones)
	c.phones(field+".money_transfer_operator.phones", 1075, a.TransferPhones)
	c.text(field+".money_transfer_operator.name", 1026, a.TransferName, 0, 64)
	c.text(field+".money_transfer_operator.address", 1005, a.TransferAddress, 0, 256)
	c.inn(field+".money_transfer_operator.inn", 1016, a.TransferINN, false)
}

// supplier checks the supplier of a receipt, or of a line, which needs the INN.
func (c *checker) supplier(field string, s *Supplier, line bool) {
	if s == nil {
		return
	}
	c.phones(field+".phones", 1171, s.Phones)
	c.text(field+".name", 1225, s.Name, 0, 256)
	c.inn(field+".inn", 1226, s.INN, line)
}
