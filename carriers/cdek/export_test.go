package cdek

import "github.com/ordo-sdk/ordo/carriers"

// Fields are those of the form.
func (k *Carrier) Fields() []carriers.Field { return k.emptyForm().Fields }

// Backwards is the tariff that goes the other way.
func Backwards(tariff int) int { return reverseTariff(tariff) }

// FormField is the field of the form that a problem is about.
func FormField(p Problem) string { return formField(p.Field()) }

// ReadOrder reads an order as a client does.
func ReadOrder(entity string) (*Order, error) {
	var in envelope[Order]
	if err := decode([]byte(`{"entity":`+entity+`}`), &in, currency); err != nil {
		return nil, err
	}
	return orderOf(&in), nil
}
