package atol_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// marked is a settlement with one marked unit, fit for v5.
func marked() atol.Document {
	d := advance("A")
	d.Items, d.Payments[0].Sum = []atol.Item{shoes()}, amount.RUB(480000)
	return d
}

func long(n int) string { return strings.Repeat("ж", n) }

func TestWhatTheServiceWouldNotTakeIsNotSent(t *testing.T) {
	type document = atol.Document
	receipt := func() document { return advance("A") }
	corrected := func() document { return deeds(atol.V5)[atol.SellCorrection] }
	sums := func() document { return deeds(atol.V4)[atol.SellCorrection] }
	for i, tc := range []struct {
		v      atol.Version
		op     atol.Operation
		base   func() document
		spoil  func(*document)
		field  string
		tag    int
		inLine int
	}{
		{4, atol.Sell, receipt, func(d *document) { d.ExternalID = "" }, "external_id", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.ExternalID = long(129) }, "external_id", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.CallbackURL = "https://user@shop.example.ru/hook" }, "service.callback_url", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.CallbackURL = "https://shop.example.ru/" + strings.Repeat("x", 256) }, "service.callback_url", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { n := 10; d.SourceID = &n }, "source_id", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.ISMOptional = true }, "ism_optional", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer = atol.Buyer{Name: "Анна"} }, "receipt.client", 1008, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Email = long(65) }, "receipt.client.email", 1008, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Phone = "8 (999) 000-00-00" }, "receipt.client.phone", 1008, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Phone = "+" }, "receipt.client.phone", 1008, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Phone = strings.Repeat("7", 18) }, "receipt.client.phone", 1008, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Name = long(257) }, "receipt.client.name", 1227, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.INN = "12345" }, "receipt.client.inn", 1228, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Buyer.Citizenship = "643" }, "receipt.client.citizenship", 1244, 0},
		{5, atol.Sell, receipt, func(d *document) { d.Buyer.Citizenship = "RU" }, "receipt.client.citizenship", 1244, 0},
		{5, atol.Sell, receipt, func(d *document) { d.Buyer.DocumentCode = "1" }, "receipt.client.document_code", 1245, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Company.Email = "" }, "receipt.company.email", 1117, 0},
		{5, atol.Sell, receipt, func(d *document) { d.Company.TaxSystem = "" }, "receipt.company.sno", 1055, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Company.TaxSystem = "usn" }, "receipt.company.sno", 1055, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Company.INN = "" }, "receipt.company.inn", 1018, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Company.INN = "55443322190" }, "receipt.company.inn", 1018, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Company.PaymentAddress = "" }, "receipt.company.payment_address", 1187, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Items = nil }, "receipt.items", 1059, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Items = make([]atol.Item, 101) }, "receipt.items", 1059, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Name = long(129) }, "receipt.items[0].name", 1030, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Price = amount.Money{} }, "receipt.items[0].price", 1079, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Price = amount.USD(100) }, "receipt.items[0].price", 1079, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Price = amount.RUB(-1) }, "receipt.items[0].price", 1079, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Price = amount.RUB(1_000_000_000_001) }, "receipt.items[0].price", 1079, 1},
		{4, atol.Sell, receipt, func(d *document) {
			d.Items[0].Price, d.Items[0].Quantity = amount.RUB(1_000_000_000_000), amount.Pcs(2)
		}, "receipt.items[0].sum", 1043, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].Price = amount.RUB(4294967296) }, "receipt.items[0].price", 1079, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].Price, d.Items[0].Quantity = amount.RUB(4294967295), amount.Pcs(2) }, "receipt.items[0].sum", 1043, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Quantity = amount.Quantity{} }, "receipt.items[0].quantity", 1023, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Quantity = amount.Pcs(100_000_000) }, "receipt.items[0].quantity", 1023, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].Quantity = amount.Pcs(100_000) }, "receipt.items[0].quantity", 1023, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Sum = amount.RUB(579999) }, "receipt.items[0].sum", 1043, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items = append(d.Items, d.Items[0]); d.Items[1].Sum = amount.RUB(1) }, "receipt.items[1].sum", 1043, 2},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Unit = long(17) }, "receipt.items[0].measurement_unit", 1197, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Measure = 1 }, "receipt.items[0].measure", 2108, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Method = "" }, "receipt.items[0].payment_method", 1214, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Object = 28 }, "receipt.items[0].payment_object", 1212, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Object = atol.BankAgentPayout }, "receipt.items[0].payment_object", 1212, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].VAT = amount.VATUnset }, "receipt.items[0].vat.type", 1199, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].VAT = amount.VAT23 }, "receipt.items[0].vat.type", 1199, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].VAT = amount.VATExempt }, "receipt.items[0].vat.type", 1199, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].VATSum = amount.RUB(580001) }, "receipt.items[0].vat.sum", 1200, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].UserData = long(65) }, "receipt.items[0].user_data", 1191, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Excise = amount.EUR(1) }, "receipt.items[0].excise", 1229, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].CountryCode = "64" }, "receipt.items[0].country_code", 1230, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].CountryCode = "RUS" }, "receipt.items[0].country_code", 1230, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Declaration = long(33) }, "receipt.items[0].declaration_number", 1231, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Agent = &atol.Agent{Type: atol.Attorney} }, "receipt.items[0].supplier_info", 1224, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Agent = &atol.Agent{Type: "friend"} }, "receipt.agent_info.type", 1057, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Supplier = &atol.Supplier{Phones: []string{"x"}, INN: "7700000001"} }, "receipt.supplier_info.phones[0]", 1171, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Supplier = &atol.Supplier{INN: "77"} }, "receipt.supplier_info.inn", 1226, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Items[0].Supplier = &atol.Supplier{} }, "receipt.items[0].supplier_info.inn", 1226, 1},
		{4, atol.Sell, receipt, func(d *document) { d.Agent = &atol.Agent{Type: atol.Attorney} }, "receipt.supplier_info", 1224, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments = nil }, "receipt.payments", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments = make([]atol.Payment, 11) }, "receipt.payments", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments[0].Type = 10 }, "receipt.payments[0].type", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments[0].Sum = amount.Money{} }, "receipt.payments[0].sum", 1081, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments[0].Sum = amount.RUB(579999) }, "receipt.payments", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Payments[0].Sum = amount.RUB(580001) }, "receipt.payments", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Total = amount.RUB(580001) }, "receipt.total", 1020, 0},
		{5, atol.Sell, receipt, func(d *document) { d.Rounded = true }, "receipt.total", 1020, 0},
		{4, atol.Sell, receipt, func(d *document) { d.VATs = make([]atol.VATSum, 7) }, "receipt.vats", 0, 0},
		{4, atol.Sell, receipt, func(d *document) { d.VATs = make([]atol.VATSum, 1) }, "receipt.vats[0].type", 1199, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Cashier = long(65) }, "receipt.cashier", 1021, 0},
		{4, atol.Sell, receipt, func(d *document) { d.CashierINN = "771234567890" }, "receipt.cashier_inn", 1203, 0},
		{5, atol.Sell, receipt, func(d *document) { d.CashierINN = "7712345678" }, "receipt.cashier_inn", 1203, 0},
		{4, atol.Sell, receipt, func(d *document) { d.CheckProps = long(17) }, "receipt.additional_check_props", 1192, 0},
		{4, atol.Sell, receipt, func(d *document) { d.UserProps = &atol.UserProps{Name: "x"} }, "receipt.additional_user_props.value", 1086, 0},
		{4, atol.Sell, receipt, func(d *document) { d.OperatingProps = &atol.OperatingProps{Name: "0", Value: "x", At: time.Unix(0, 0)} }, "receipt.operating_check_props", 1270, 0},
		{5, atol.Sell, receipt, func(d *document) { d.OperatingProps = &atol.OperatingProps{Name: "0", Value: "x"} }, "receipt.operating_check_props.timestamp", 1273, 0},
		{5, atol.Sell, receipt, func(d *document) {
			d.OperatingProps = &atol.OperatingProps{Name: "1", Value: "x", At: time.Unix(0, 0)}
		}, "receipt.operating_check_props.name", 1271, 0},
		{4, atol.Sell, receipt, func(d *document) { d.SectoralProps = permission }, "receipt.sectoral_check_props", 1261, 0},
		{5, atol.Sell, receipt, func(d *document) { d.SectoralProps = []atol.SectoralProp{{FederalID: "030", Number: "1", Value: "x"}} }, "receipt.sectoral_check_props[0].date", 1263, 0},
		{4, atol.Sell, receipt, func(d *document) { d.DeviceNumber = long(21) }, "receipt.device_number", 1036, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Timezone = 2 }, "receipt.timezone", 1011, 0},
		{5, atol.Sell, receipt, func(d *document) { d.Timezone = 12 }, "receipt.timezone", 1011, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Cashless = []atol.Cashless{{Sum: amount.RUB(1), Method: 256, ID: "x"}} }, "receipt.cashless_payments[0].method", 1236, 0},
		{4, atol.Sell, receipt, func(d *document) { d.Correction = sums().Correction }, "receipt.correction_info", 0, 0},

		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark = nil }, "receipt.items[0].mark_code", 1163, 1},
		{5, atol.Sell, receipt, func(d *document) { d.Items[0].PlannedStatus = 1 }, "receipt.items[0].mark_code", 1163, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark.Kind = "gs2" }, "receipt.items[0].mark_code", 1163, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark.Code = "\x1d" + norda }, "receipt.items[0].mark_code", 1305, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark.Code = "01" + strings.Repeat("x", 149) }, "receipt.items[0].mark_code", 1305, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark = &atol.Mark{Kind: atol.EAN13, Code: "460123456789x"} }, "receipt.items[0].mark_code", 1302, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark = &atol.Mark{Kind: atol.EAN8, Code: "1234567"} }, "receipt.items[0].mark_code", 1301, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Mark = &atol.Mark{Kind: atol.EGAIS20, Code: long(33)} }, "receipt.items[0].mark_code", 1308, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Object = atol.Commodity }, "receipt.items[0].payment_object", 1212, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Quantity, d.Payments[0].Sum = amount.Pcs(2), amount.RUB(960000) }, "receipt.items[0].quantity", 1023, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Measure = atol.Kilogram }, "receipt.items[0].measure", 2108, 1},
		{5, atol.Buy, marked, func(*document) {}, "receipt.items[0].planned_status", 2003, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].PlannedStatus = 7 }, "receipt.items[0].planned_status", 2003, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].MarkQuantity = &atol.Fraction{Numerator: 3, Denominator: 3} }, "receipt.items[0].mark_quantity", 1291, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Nomenclature = "44 4D" }, "receipt.items[0].nomenclature_code", 1162, 1},
		{5, atol.Sell, marked, func(d *document) { d.Items[0].Wholesale, d.Items[0].SectoralProps = true, permission }, "receipt.items[0].sectoral_item_props", 1260, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].Mark = nil }, "receipt.items[0].nomenclature_code", 1162, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].Mark.Kind = atol.ShortMark }, "receipt.items[0].nomenclature_code", 1162, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].Nomenclature = "ж" }, "receipt.items[0].nomenclature_code", 1162, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].Quantity, d.Payments[0].Sum = amount.Pcs(2), amount.RUB(960000) }, "receipt.items[0].quantity", 1023, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].PlannedStatus = 1 }, "receipt.items[0].planned_status", 2003, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].SectoralProps = permission }, "receipt.items[0].sectoral_item_props", 1260, 1},
		{4, atol.Sell, marked, func(d *document) { d.Items[0].Wholesale = true }, "receipt.items[0].wholesale", 0, 1},

		{5, atol.SellCorrection, corrected, func(d *document) { d.Correction = nil }, "correction.correction_info", 0, 0},
		{5, atol.SellCorrection, corrected, func(d *document) { d.Correction = &atol.Correction{Type: "x", Date: time.Unix(0, 0)} }, "correction.correction_info.type", 1173, 0},
		{5, atol.SellCorrection, corrected, func(d *document) { d.Correction = &atol.Correction{Type: atol.Voluntary} }, "correction.correction_info.base_date", 1178, 0},
		{5, atol.SellCorrection, corrected, func(d *document) {
			d.Correction = &atol.Correction{Type: atol.ByOrder, Date: time.Unix(0, 0)}
		}, "correction.correction_info.base_number", 1179, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Items = receipt().Items }, "correction.items", 1059, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.VATs = nil }, "correction.vats", 0, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.VATs[0].Sum = amount.Money{} }, "correction.vats[0].sum", 1200, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Buyer = atol.Buyer{} }, "correction.client", 1008, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Buyer.Phone = "79990000000" }, "correction.client.phone", 1008, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Buyer.Name = "Анна" }, "correction.client.name", 1227, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Buyer.INN = "7700000001" }, "correction.client.inn", 1228, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.CheckProps = "x" }, "correction.additional_check_props", 1192, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.UserProps = &atol.UserProps{Name: "x", Value: "y"} }, "correction.additional_user_props", 1084, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Agent = &atol.Agent{Type: atol.Attorney} }, "correction.agent_info", 1057, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Supplier = &atol.Supplier{} }, "correction.supplier_info", 1224, 0},
		{4, atol.SellCorrection, sums, func(d *document) { d.Cashless = []atol.Cashless{{Sum: amount.RUB(1), ID: "x"}} }, "correction.cashless_payments", 1235, 0},
	} {
		t.Run(fmt.Sprintf("%d: %s", i, tc.field), bubble(atoltest.Settings{Version: int(tc.v)}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			sound := tc.base()
			if tc.op != atol.Buy {
				require.NoError(t, c.Check(tc.op, sound), "before it is spoilt")
			}
			d := tc.base()
			tc.spoil(&d)
			_, err := c.Register(t.Context(), tc.op, d)
			require.Equal(t, ordo.Invalid, failure(t, err).Class)
			var wrong *atol.DocumentError
			require.ErrorAs(t, err, &wrong)
			found := false
			for _, p := range wrong.Problems {
				found = found || (p.Field == tc.field && p.Tag == tc.tag && p.Position == tc.inLine)
			}
			require.True(t, found, "want %s (%d): %v", tc.field, tc.tag, err)
			require.Zero(t, kassa.Calls("*"))
		}))
	}
}

func TestAProblemNamesItsLineAndTag(t *testing.T) {
	d := advance("A-1")
	d.Items = append(d.Items, d.Items[0])
	d.Items[1].Sum = amount.RUB(1)
	err := d.Validate(atol.Sell, atol.V4)
	require.EqualError(t, err, `document "A-1": receipt.items[1].sum (line 2, tag 1043): is 0.01 RUB, but 1 of 5800.00 RUB is 5800.00 RUB: `+
		`split the line in two to spread a discount; receipt.items[1].vat.sum (line 2, tag 1200): is 1045.90 RUB, which is more than the line's sum 0.01 RUB; `+
		`receipt.payments: sum to 5800.00 RUB, which is less than the total 5800.01 RUB`)
}

func TestWhatIsUnusualButFineIsTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		v  atol.Version
		op atol.Operation
		do func(*atol.Document)
	}{
		"cash with change": {4, atol.Sell, func(d *atol.Document) {
			d.Payments = []atol.Payment{{Type: atol.Electronic, Sum: amount.RUB(500000)}, {Type: atol.Cash, Sum: amount.RUB(100000)}}
		}},
		"rounded by the shop's settings": {4, atol.Sell, func(d *atol.Document) {
			d.Items[0].Price, d.Total, d.Rounded = amount.RUB(580099), amount.RUB(580000), true
		}},
		"all ways to pay": {5, atol.Sell, func(d *atol.Document) {
			d.Payments = nil
			for i := range 10 {
				d.Payments = append(d.Payments, atol.Payment{Type: atol.PaymentType(i), Sum: amount.RUB(58000)})
			}
		}},
		"by phone, without a plus": {4, atol.Sell, func(d *atol.Document) { d.Buyer = atol.Buyer{Phone: "9990000000"} }},
		"the VAT of the whole receipt": {5, atol.Sell, func(d *atol.Document) {
			d.VATs = []atol.VATSum{{VAT: amount.VAT22c, Sum: amount.RUB(104590)}}
		}},
		"a part of a pack": {5, atol.Sell, func(d *atol.Document) {
			*d = marked()
			d.Items[0].MarkQuantity = &atol.Fraction{Numerator: 1, Denominator: 12}
		}},
		"a return of a part": {5, atol.SellRefund, func(d *atol.Document) {
			*d = marked()
			d.Items[0].MarkQuantity = &atol.Fraction{Numerator: 1, Denominator: 12}
		}},
		"goods accounted by volume": {5, atol.Sell, func(d *atol.Document) {
			*d = marked()
			d.Items[0].Quantity, d.Items[0].Wholesale, d.Payments[0].Sum = amount.Pcs(3), true, amount.RUB(1440000)
			d.Items[0].SectoralProps = []atol.SectoralProp{{FederalID: "030", Date: permission[0].Date, Number: "1944", Value: "crpt=mrk"}}
		}},
		"a purchase that says what becomes of it": {5, atol.Buy, func(d *atol.Document) {
			*d = marked()
			d.Items[0].PlannedStatus = atol.UnitReturned
		}},
		"a correction without a buyer": {5, atol.SellCorrection, func(d *atol.Document) {
			*d = deeds(atol.V5)[atol.SellCorrection]
			d.Buyer = atol.Buyer{}
		}},
		// fault: C23
		"a line of 50 000 000.00": {4, atol.Sell, func(d *atol.Document) {
			d.Items[0].Price, d.Items[0].VATSum = amount.RUB(50_000_000_00), amount.Money{}
			d.Payments[0].Sum = amount.RUB(50_000_000_00)
		}},
		// fault: C23
		"150000 of 0.01": {4, atol.Sell, func(d *atol.Document) {
			d.Items[0].Price, d.Items[0].Quantity, d.Items[0].VATSum = amount.RUB(1), amount.Pcs(150_000), amount.Money{}
			d.Payments[0].Sum = amount.RUB(1500_00)
		}},
		"the greatest sum and quantity of v4": {4, atol.Sell, func(d *atol.Document) {
			d.Items[0].Price, d.Items[0].VATSum = amount.RUB(10_000_000_000_00), amount.RUB(10_000_000_000_00)
			d.Items = append(d.Items, d.Items[0])
			d.Items[1].Price, d.Items[1].VATSum, d.Items[1].Quantity = amount.RUB(0), amount.RUB(0), amount.Pcs(99_999_999)
			d.Payments[0].Sum = amount.RUB(10_000_000_000_00)
		}},
		"the greatest sum and quantity of v5": {5, atol.Sell, func(d *atol.Document) {
			d.Items[0].Price, d.Items[0].VATSum = amount.RUB(42_949_672_95), amount.RUB(42_949_672_95)
			d.Items = append(d.Items, d.Items[0])
			d.Items[1].Price, d.Items[1].VATSum, d.Items[1].Quantity = amount.RUB(0), amount.RUB(0), amount.Milli(99_999_999)
			d.Payments[0].Sum = amount.RUB(42_949_672_95)
		}},
		// fault: C24
		"the phones alone of a receipt's supplier": {4, atol.Sell, func(d *atol.Document) {
			d.Agent, d.Supplier = &atol.Agent{Type: atol.Attorney}, &atol.Supplier{Phones: []string{"+79991112233"}}
		}},
		"the phones alone of a receipt's supplier, v5": {5, atol.Sell, func(d *atol.Document) {
			d.Supplier = &atol.Supplier{Phones: []string{"+79991112233"}}
		}},
		// fault: C25
		"a nomenclature code of 13 digits": {4, atol.Sell, func(d *atol.Document) { d.Items[0].Nomenclature = "4601234567893" }},
		"a tobacco pack of format 1.05": {4, atol.Sell, func(d *atol.Document) {
			*d = marked()
			d.Items[0].Mark, d.Items[0].Nomenclature = nil, "04601234567893ABCDEFGHIJKLMNO"
		}},
	} {
		t.Run(name, bubble(atoltest.Settings{Version: int(tc.v)}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			d := advance("A")
			tc.do(&d)
			must(c.Register(t.Context(), tc.op, d))(t)
			require.Len(t, kassa.Receipts(), 1)
		}))
	}
}

// What passes the client's check passes the service's, and what is refused was never sent.
func TestTheServiceTakesWhatPassesTheCheck(t *testing.T) {
	for _, v := range []atol.Version{atol.V4, atol.V5} {
		kassa := atoltest.New(atoltest.Settings{Version: int(v)})
		c := client(kassa, v)
		n, sent := 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			d := anyDocument(rt, "A-"+strconv.Itoa(n))
			_, err := c.Register(t.Context(), atol.Sell, d)
			if err != nil {
				var wrong *atol.DocumentError
				require.ErrorAs(rt, err, &wrong)
				return
			}
			sent++
			kept, ok := kassa.Receipt(d.ExternalID)
			require.True(rt, ok)
			require.Equal(rt, "sell", kept.Operation)
		})
		require.Equal(t, sent, kassa.Calls("sell"))
		require.NotZero(t, sent)
		kassa.Close()
	}
}

func anyDocument(rt *rapid.T, id string) atol.Document {
	d := advance(id)
	d.Items = nil
	for range rapid.IntRange(1, 4).Draw(rt, "lines") {
		it := atol.Item{
			Name:     rapid.StringN(0, 130, -1).Draw(rt, "name"),
			Price:    amount.RUB(rapid.Int64Range(0, 1_000_000).Draw(rt, "price")),
			Quantity: amount.Milli(rapid.Int64Range(0, 5000).Draw(rt, "quantity")),
			Method:   rapid.SampledFrom([]atol.PaymentMethod{atol.FullPayment, atol.Advance, atol.Credit, "x"}).Draw(rt, "method"),
			Object:   atol.PaymentObject(rapid.SampledFrom([]int{1, 4, 10, 27, 32, 33}).Draw(rt, "object")),
			VAT:      amount.VAT(rapid.IntRange(0, 12).Draw(rt, "vat")),
			Measure:  atol.Measure(rapid.SampledFrom([]int{0, 11, 255}).Draw(rt, "measure")),
		}
		if rapid.Bool().Draw(rt, "marked") {
			it.Mark = &atol.Mark{Kind: atol.GS1M, Code: norda}
			it.Object, it.Quantity, it.Measure = atol.CommodityWithMark, amount.Pcs(1), atol.Piece
		}
		d.Items = append(d.Items, it)
	}
	total := amount.RUB(rapid.Int64Range(0, 1).Draw(rt, "too much"))
	for _, it := range d.Items {
		if sum, err := it.Price.Times(it.Quantity); err == nil {
			total, _ = total.Add(sum)
		}
	}
	d.Payments[0].Sum = total
	return d
}
