package cdek

import (
	"strconv"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// emptyForm is the form without values.
func (k *Carrier) emptyForm() carriers.Form {
	return carriers.Form{System: Name, Fields: formFields(k.form()), ExtraCheck: checkForm}
}

// Draft is the request as Create sends it. The error is a *carriers.FormError.
func (k *Carrier) Draft(r carriers.Request) (Draft, error) {
	problems := r.CheckKey()
	form := k.emptyForm()
	if err, ok := form.Check(r.Values).(*carriers.FormError); ok { //nolint:errorlint // it is made by Check itself
		problems = append(problems, err.Problems...)
	}
	if err := carriers.Refuse(r.Key, problems); err != nil {
		return Draft{}, err
	}
	d := Draft{Number: r.Key}
	setFields(k.form(), form.Applicable(r.Values), "", &d)
	complete(&d)
	if TariffOf(d.Tariff).Mode == 0 { // both ends of both kinds may be filled in: an office says more than an address
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

// complete works out what follows from what was filled in.
func complete(d *Draft) {
	for i := range d.Packages {
		for j := range d.Packages[i].Items {
			withVAT(&d.Packages[i].Items[j].Payment)
		}
	}
	if d.DeliveryCost != nil {
		withVAT(d.DeliveryCost)
		if d.DeliveryCost.Value.IsZero() { // a rate alone
			d.DeliveryCost = nil
		}
	}
	for i := range d.DeliveryCostSteps {
		t := &d.DeliveryCostSteps[i]
		t.VAT, t.VATSum = vatOf(t.Sum, t.VAT)
	}
}

func withVAT(p *Payment) { p.VAT, p.VATSum = vatOf(p.Value, p.VAT) }

// vatOf is the VAT that a sum contains, rounded to the minor unit, half up. What is free has no rate.
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
