package bitrixtest

import "testing"

// Whatever 1C or a call writes, a shop still answers.
func FuzzWhatIsWritten(f *testing.F) {
	f.Add(`<КоммерческаяИнформация><Каталог><Товары><Товар><Ид>a#b</Ид><Артикул>MUG</Артикул></Товар></Товары></Каталог></КоммерческаяИнформация>`, "1e3")
	f.Add(`<КоммерческаяИнформация><ПакетПредложений><Предложения><Предложение><Ид>a</Ид><Цены><Цена><ЦенаЗаЕдиницу>1,5</ЦенаЗаЕдиницу></Цена></Цены><Количество>-1</Количество></Предложение></Предложения></ПакетПредложений></КоммерческаяИнформация>`, "1/3")
	f.Add(``, "-0.00005")
	f.Fuzz(func(t *testing.T, content, quantity string) {
		s := New(Settings{})
		defer s.Close()
		s.Do(func() { s.take1C([]byte(content)) })
		if g, ok := s.Good("MUG"); !ok || !g.Active || g.Price == "" || rat(g.Quantity).Cmp(rat("1")) < 0 {
			return // 1C has taken it out of sale
		}
		id := s.PlacesOrder(Buyer{Name: "B"}, []Item{{Article: "MUG"}}, "", PickupByCDEK)
		o, _ := s.Order(id)
		if err := s.SetsQuantity(id, o.Lines[0].ID, quantity); err == nil {
			o, _ = s.Order(id)
		}
		if r := rat(o.Price); r.Sign() < 0 {
			t.Fatalf("a price of %s", o.Price)
		}
	})
}
