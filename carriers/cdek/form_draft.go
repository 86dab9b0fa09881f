package cdek

import (
	"strconv"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// emptyForm returns the form without values.
func (k *Carrier) emptyForm() carriers.Form {
	return carriers.Form{System: Name, Fields: formFields(k.form()), ExtraCheck: checkForm}
}

// Draft returns the request as Create sends it. The error is a *carriers.FormError.
func (k *Carrier) Draft(r carriers.Request) (Draft, error) {
	problems := r.CheckKey()
	form := k.emptyForm()
	if err, ok := form.Check(r.Values).(*carriers.FormError); ok { //nolint:errorlint // Check returns it
		problems = append(problems, err.Problems...)
	}
	if err := carriers.Refuse(r.Key, problems); err != nil {
		return Draft{}, err
	}
	d := Draft{Number: r.Key}
	setFields(k.form(), form.Applicable(r.Values), "", &d)
	complete(&d)
	if TariffOf(d.Tariff).Mode == 0 { // both may be filled in: an office takes precedence over an address
		if d.ShipmentPoint != "" {
			d.From = nil
		}
		if d.DeliveryPoint != "" {
			d.To = nil
		}
	}
	if k.hook != nil {
		k.hook(carriers.Request{Key: r.Key, Values: r.Values.Clone()}, &d)
	}
	return d, nil
}

// complete sets the VAT of all sums.
func complete(d *Draft) {
	for i := range d.Packages {
		for j := range d.Packages[i].Items {
			withVAT(&d.Packages[i].Items[j].Payment)
		}
	}
	if d.DeliveryCost != nil {
		withVAT(d.DeliveryCost)
		if d.DeliveryCost.Value.IsZero() { // only a rate was filled in
			d.DeliveryCost = nil
		}
	}
	for i := range d.DeliveryCostSteps {
		t := &d.DeliveryCostSteps[i]
		t.VAT, t.VATSum = vatOf(t.Sum, t.VAT)
	}
}

func withVAT(p *Payment) { p.VAT, p.VATSum = vatOf(p.Value, p.VAT) }

// vatOf returns the VAT that a sum contains, rounded to the minor unit, half up. A sum of 0 has no rate.
func vatOf(s wire.Sum, rate VAT) (VAT, wire.Sum) {
	m, err := s.Money()
	if err != nil || m.Sign() <= 0 || rate == "" {
		return "", wire.Sum{}
	}
	percent, err := strconv.ParseInt(string(rate), 10, 64)
	if err != nil {
		return rate, wire.Sum{} // none
	}
	vat, err := amount.NewMoney((m.Minor()*percent*2+100+percent)/(2*(100+percent)), m.Currency())
	if err != nil {
		return rate, wire.Sum{}
	}
	return rate, wire.SumOf(vat)
}
