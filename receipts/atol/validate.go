package atol

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Validate returns what the service or the law would not accept in the document for an operation and a version. The
// error is a *DocumentError that lists every problem.
func (d *Document) Validate(op Operation, v Version) error {
	c := &checker{op: op, version: v}
	c.root(d)
	c.path = "receipt."
	if op.IsCorrection() {
		c.path = "correction."
	}
	c.correction(d)
	c.buyer(d)
	c.company(d)
	c.items(d)
	c.payments(d)
	c.vats(d)
	c.props(d)
	if sumsOnly(op, v) {
		c.sumsOnly(d)
	}
	if len(c.problems) > 0 {
		return &DocumentError{d.ExternalID, c.problems}
	}
	return nil
}

// callbackMask is the service's pattern. For an address that does not match it, the document is accepted and no
// callback is sent. It accepts no port.
var callbackMask = regexp.MustCompile(`^http(s?)://[0-9a-zA-Zа-яА-Я]([-.\w]*[0-9a-zA-Zа-яА-Я])*(:(0-9)*)*(/?)([a-zA-Z0-9а-яА-Я\-.?,'/\\+&=%$#_]*)?$`)

func (c *checker) root(d *Document) {
	c.text("external_id", 0, d.ExternalID, 1, 128)
	if d.SourceID != nil && (*d.SourceID < 0 || *d.SourceID > 9) {
		c.add("source_id", 0, "is %d, it must be 0 to 9", *d.SourceID)
	}
	if u := d.CallbackURL; u != "" {
		c.text("service.callback_url", 0, u, 1, 256)
		if !callbackMask.MatchString(u) {
			c.add("service.callback_url", 0, "%q does not match the service's pattern (host, then letters, digits and -.?,'/+&=%%$#_), so no callback would be sent", u)
		}
	}
	c.only(V5, "ism_optional", 0, d.ISMOptional)
}

func (c *checker) correction(d *Document) {
	switch {
	case d.Correction == nil && c.op.IsCorrection():
		c.add("correction_info", 0, "is missing")
		return
	case d.Correction != nil && !c.op.IsCorrection():
		c.add("correction_info", 0, "%s is not a correction", c.op)
		return
	case d.Correction == nil:
		return
	}
	k := d.Correction
	if k.Type != Voluntary && k.Type != ByOrder {
		c.add("correction_info.type", 1173, "%q must be %q or %q", k.Type, Voluntary, ByOrder)
	}
	if k.Date.IsZero() {
		c.add("correction_info.base_date", 1178, "is missing")
	}
	least := 0
	if k.Type == ByOrder {
		least = 1
	}
	c.text("correction_info.base_number", 1179, k.Number, least, 32)
}

func (c *checker) buyer(d *Document) {
	b := &d.Buyer
	// A correction needs no buyer, but for one of v4 that was made over the Internet.
	if b.Email == "" && b.Phone == "" && (!c.op.IsCorrection() || (sumsOnly(c.op, c.version) && d.Internet)) {
		c.add("client", 1008, "has neither e-mail nor phone: set one, as the receipt is sent to the buyer")
	}
	c.text("client.email", 1008, b.Email, 0, 64)
	if _, err := contact.Email(b.Email); err != nil && b.Email != "" {
		c.add("client.email", 1008, "%s", contact.Reason(err))
	}
	if b.Phone != "" && !isPhone(b.Phone, 19) {
		c.add("client.phone", 1008, "%q must be at most 17 digits, or + and at most 18", b.Phone)
	}
	if sumsOnly(c.op, c.version) && b.Phone != "" && b.Phone[0] != '+' {
		c.add("client.phone", 1008, "%q must begin with + in a correction of v4", b.Phone)
	}
	c.text("client.name", 1227, b.Name, 0, 256)
	c.inn("client.inn", 1228, b.INN, false)
	c.only(V5, "client.birthdate", 1243, !b.Birthdate.IsZero())
	c.only(V5, "client.citizenship", 1244, b.Citizenship != "")
	c.only(V5, "client.document_code", 1245, b.DocumentCode != "")
	c.only(V5, "client.document_data", 1246, b.DocumentData != "")
	c.only(V5, "client.address", 1254, b.Address != "")
	if s := b.Citizenship; s != "" && (len(s) != 3 || !digits(s)) {
		c.add("client.citizenship", 1244, "%q must be 3 digits", s)
	}
	if s := b.DocumentCode; s != "" && (len(s) != 2 || !digits(s)) {
		c.add("client.document_code", 1245, "%q must be 2 digits", s)
	}
	c.text("client.document_data", 1246, b.DocumentData, 0, 64)
	c.text("client.address", 1254, b.Address, 0, 256)
}

// sumsOnly records the fields that a correction of v4 does not have.
func (c *checker) sumsOnly(d *Document) {
	for _, x := range []struct {
		field string
		tag   int
		set   bool
	}{
		{"items", 1059, len(d.Items) > 0},
		{"client.name", 1227, d.Buyer.Name != ""},
		{"client.inn", 1228, d.Buyer.INN != ""},
		{"additional_check_props", 1192, d.CheckProps != ""},
		{"additional_user_props", 1084, d.UserProps != nil},
		{"agent_info", 1057, d.Agent != nil},
		{"supplier_info", 1224, d.Supplier != nil},
		{"cashless_payments", 1235, len(d.Cashless) > 0},
	} {
		if x.set {
			c.add(x.field, x.tag, "a correction of v4 does not have it: leave it out, or use a group of v5")
		}
	}
}

var taxSystems = []TaxSystem{
	"", TaxGeneral, TaxIncome, TaxIncomeOutcome, TaxImputed, TaxAgricultural, TaxPatent,
}

func (c *checker) company(d *Document) {
	k := &d.Company
	least := 1
	if sumsOnly(c.op, c.version) {
		least = 0
	}
	c.text("company.email", 1117, k.Email, least, 64)
	switch {
	case k.TaxSystem == "" && c.version == V5:
		c.add("company.sno", 1055, "is missing")
	case !slices.Contains(taxSystems, k.TaxSystem):
		c.add("company.sno", 1055, "%q is not a tax system, such as \"osn\"", k.TaxSystem)
	}
	c.inn("company.inn", 1018, k.INN, true)
	c.text("company.payment_address", 1187, k.PaymentAddress, 1, 256)
	c.text("company.location", 1009, k.Location, 0, 256)
}

func (c *checker) payments(d *Document) {
	if n := len(d.Payments); n < 1 || n > 10 {
		c.add("payments", 0, "has %d, it must be 1 to 10", n)
	}
	paid, cash, ok := amount.RUB(0), amount.RUB(0), true
	for i, p := range d.Payments {
		field := fmt.Sprintf("payments[%d]", i)
		tag := 0
		if t := int(p.Type); t >= 0 && t < len(paymentTags) {
			tag = paymentTags[t]
		} else if t < 0 || t > 9 {
			c.add(field+".type", 0, "is %d, it must be 0 to 9", p.Type)
		}
		if !c.money(field+".sum", tag, p.Sum, true) {
			ok = false
			continue
		}
		paid, _ = paid.Add(p.Sum) // 10 bounded sums do not overflow
		if p.Type == Cash {
			cash, _ = cash.Add(p.Sum)
		}
	}
	total, err := d.total()
	if !ok || err != nil || sumsOnly(c.op, c.version) || total.Currency() != currency {
		return
	}
	switch more := paid.Minor() - total.Minor(); {
	case more < 0:
		c.add("payments", 0, "sum to %s, which is less than the total %s", paid, total)
	case more > cash.Minor():
		c.add("payments", 0, "sum to %s, which is more than the total %s; only cash may exceed it", paid, total)
	}
}

// paymentTags are the tags of the kinds of payment.
var paymentTags = [...]int{1031, 1081, 1215, 1216, 1217}

// vat checks that the service has a name for a rate.
func (c *checker) vat(field string, v amount.VAT) {
	switch {
	case vatTypes[v] != "":
	case v == amount.VATUnset:
		c.add(field, 1199, "the rate of VAT is not set")
	case v.Percent() == 0:
		c.add(field, 1199, "is %s, which a receipt does not know; for sales without VAT use amount.VATNone", v)
	default:
		c.add(field, 1199, "is %s, which is no rate of a receipt; set none, 0, 5, 7, 10, 20 or 22", v)
	}
}

func (c *checker) vats(d *Document) {
	least := 0
	if sumsOnly(c.op, c.version) {
		least = 1
	}
	if n := len(d.VATs); n < least || n > 6 {
		c.add("vats", 0, "has %d, it must be %d to 6", n, least)
	}
	for i, w := range d.VATs {
		field := fmt.Sprintf("vats[%d]", i)
		c.vat(field+".type", w.VAT)
		c.money(field+".sum", 1200, w.Sum, c.op.IsCorrection())
	}
}

func (c *checker) props(d *Document) {
	c.text("cashier", 1021, d.Cashier, 0, 64)
	c.only(V5, "cashier_inn", 1203, d.CashierINN != "")
	if s := d.CashierINN; s != "" && (len(s) != 12 || !digits(s)) {
		c.add("cashier_inn", 1203, "%q must be 12 digits", s)
	}
	c.text("additional_check_props", 1192, d.CheckProps, 0, 16)
	if p := d.UserProps; p != nil {
		c.text("additional_user_props.name", 1085, p.Name, 1, 64)
		c.text("additional_user_props.value", 1086, p.Value, 1, 256)
	}
	c.only(V5, "operating_check_props", 1270, d.OperatingProps != nil)
	if p := d.OperatingProps; p != nil {
		if p.Name != "0" {
			c.add("operating_check_props.name", 1271, "is %q, it must be \"0\"", p.Name)
		}
		c.text("operating_check_props.value", 1272, p.Value, 1, 64)
		if p.At.IsZero() {
			c.add("operating_check_props.timestamp", 1273, "is missing")
		}
	}
	c.sectoral("sectoral_check_props", 1261, d.SectoralProps)
	c.agent("agent_info", d.Agent)
	if d.Agent != nil && d.Supplier == nil {
		c.add("supplier_info", 1224, "is missing: an agent sells for a supplier")
	}
	c.supplier("supplier_info", d.Supplier, false)
	c.text("device_number", 1036, d.DeviceNumber, 0, 20)
	c.only(V5, "timezone", 1011, d.Timezone != 0)
	if d.Timezone < 0 || d.Timezone > 11 {
		c.add("timezone", 1011, "is %d, it must be 1 (UTC+2) to 11 (UTC+12)", d.Timezone)
	}
	for i, w := range d.Cashless {
		field := fmt.Sprintf("cashless_payments[%d].", i)
		c.money(field+"sum", 1082, w.Sum, true)
		if w.Method < 0 || w.Method > 255 {
			c.add(field+"method", 1236, "is %d, it must be 0 to 255", w.Method)
		}
		c.text(field+"id", 1237, w.ID, 1, 256)
		c.text(field+"additional_info", 1238, w.Info, 0, 256)
	}
}
