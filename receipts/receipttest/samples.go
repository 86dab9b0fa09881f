package receipttest

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// mark is a marking code in full, with the separators that scanners keep.
const mark = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// sale returns a settlement of 5800.00: marked shoes, socks and delivery, with an advance offset.
func (f registrar) sale(key string) receipts.Receipt {
	r := f.receipt(key, receipts.Sell, receipts.Payment{Form: receipts.Offset, Sum: amount.RUB(580000)})
	r.Positions = []receipts.Position{
		{
			Name: "Кроссовки Norda 42", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Sum: amount.RUB(480000), VAT: amount.VAT22, VATSum: amount.RUB(86557),
			Method: receipts.FullPayment, Object: receipts.GoodsMarked, Marked: true, Mark: mark,
		},
		{
			Name: "Носки хлопок", Price: amount.RUB(35000), Quantity: amount.Pcs(2), Sum: amount.RUB(70000), VAT: amount.VAT22, VATSum: amount.RUB(12623),
			Method: receipts.FullPayment, Object: receipts.Commodity,
		},
		{
			Name: "Доставка", Price: amount.RUB(30000), Quantity: amount.Pcs(1), Sum: amount.RUB(30000), VAT: amount.VAT22, VATSum: amount.RUB(5410),
			Method: receipts.FullPayment, Object: receipts.Service,
		},
	}
	if r.Format == receipts.FFD105 {
		r.Positions[0].Object = receipts.Commodity
	}
	return r
}

// advance returns an advance of 5800.00.
func (f registrar) advance(key string) receipts.Receipt {
	r := f.receipt(key, receipts.Sell, receipts.Payment{Form: receipts.Electronic, Sum: amount.RUB(580000)})
	r.Positions = []receipts.Position{{
		Name: "Аванс по заказу A-1042", Price: amount.RUB(580000), Quantity: amount.Pcs(1), Sum: amount.RUB(580000), VAT: amount.VAT22c, VATSum: amount.RUB(104590),
		Method: receipts.Advance, Object: receipts.MoneyInAdvance,
	}}
	return r
}

func (f registrar) receipt(key string, k receipts.Kind, p receipts.Payment) receipts.Receipt {
	r := receipts.Receipt{
		Key: key, Kind: k, Format: f.Format, Buyer: receipts.Buyer{Email: "ivanova@shop.example"}, Internet: true, TaxSystem: receipts.TaxGeneral,
		Payments: []receipts.Payment{p}, Total: p.Sum, TimeZone: 2,
	}
	if f.About != nil {
		r.About = f.About(k)
	}
	return r
}

// broken returns receipts that break one rule each.
func (f registrar) broken() map[string]receipts.Receipt {
	out := map[string]receipts.Receipt{}
	for name, spoil := range map[string]func(*receipts.Receipt){
		"without a contact of the buyer": func(r *receipts.Receipt) { r.Buyer = receipts.Buyer{} },
		"the VAT of another country":     func(r *receipts.Receipt) { r.Positions[1].VAT = amount.VAT23 },
		"exempt from VAT abroad": func(r *receipts.Receipt) {
			r.Positions[1].VAT, r.Positions[1].VATSum = amount.VATExempt, amount.RUB(0)
		},
		"without VAT in a position":   func(r *receipts.Receipt) { r.Positions[1].VAT = amount.VATUnset },
		"whose sums do not add up":    func(r *receipts.Receipt) { r.Payments[0].Sum = amount.RUB(579999) },
		"with price × quantity ≠ sum": func(r *receipts.Receipt) { r.Positions[1].Price = amount.RUB(35001) },
		"without a marking code":      func(r *receipts.Receipt) { r.Positions[0].Mark = "" },
		"with a code for two units":   func(r *receipts.Receipt) { r.Positions[0].Quantity = amount.Pcs(2) },
	} {
		r := f.sale("A-1042/broken")
		spoil(&r)
		out[name] = r
	}
	return out
}
