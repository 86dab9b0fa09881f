package cdek

import (
	"slices"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/wire"
)

// payment is cash on delivery. The sum of VAT is computed.
func payment(prefix, label, currency string, needed bool) []field[Payment] {
	value := moneyField(prefix+"value", label, currency, func(p *Payment) *wire.Sum { return &p.Value })
	value.Required = needed
	return []field[Payment]{
		value,
		textField(prefix+"vat_rate", "НДС", 0, func(p *Payment) *string { return (*string)(&p.VAT) }).chosen(vatRates...).
			mustWhen(carriers.Condition{Field: prefix + "value", Above: "0"}),
	}
}

// packages are the packages and the goods in them.
func (k *Carrier) packages() field[Draft] {
	sizes := append([]carriers.Condition{{Field: "weight", Above: "99"}}, k.whenKnown(Mode.ToLocker)...)
	size := func(name, label string, at func(p *Package) *int) field[Package] {
		need := slices.Clone(sizes)
		for _, other := range []string{"length", "width", "height"} {
			if other != name {
				need = append(need, carriers.Condition{Field: other})
			}
		}
		return intField(name, label, "cm", 1, maxNumber, at).mustWhen(need...)
	}
	return listField("packages", "Места", 1, maxPackages, []field[Package]{
		textField(carriers.FieldNumber, "Номер места", maxText, func(p *Package) *string { return &p.Number }).must(),
		intField("weight", "Вес", "g", 1, maxNumber, func(p *Package) *int { return &p.Weight }).must(),
		size("length", "Длина", func(p *Package) *int { return &p.Length }),
		size("width", "Ширина", func(p *Package) *int { return &p.Width }),
		size("height", "Высота", func(p *Package) *int { return &p.Height }),
		textField("comment", "Комментарий", maxText, func(p *Package) *string { return &p.Comment }),
		listField("items", "Товары", 1, maxLines, k.items(), func(p *Package) *Item { return appendNew(&p.Items) }).must(),
	}, func(d *Draft) *Package { return appendNew(&d.Packages) })
}

// items are the goods in a package.
func (k *Carrier) items() []field[Item] {
	currency := k.client.currency
	fields := []field[Item]{
		textField("name", "Наименование", maxText, func(i *Item) *string { return &i.Name }).must(),
		textField(carriers.FieldArticle, "Артикул", maxArticle, func(i *Item) *string { return &i.WareKey }).must().
			like(`[A-Za-zА-Яа-яЁё0-9!@"#№$;%^:&?*()_\-+=<>,.{}\[\]/ ]+`),
		intField("amount", "Количество", "", 1, maxPieces, func(i *Item) *int { return &i.Amount }).must(),
		intField("weight", "Вес одной штуки", "g", 1, maxNumber, func(i *Item) *int { return &i.Weight }).must(),
		moneyField("cost", "Объявленная стоимость одной штуки", currency, func(i *Item) *wire.Sum { return &i.Cost }).must(),
	}
	fields = append(fields, part(payment("payment.", "К оплате за одну штуку", currency, true), "", "", func(i *Item) *Payment { return &i.Payment })...)
	fields = append(fields,
		textField("marking", "Код маркировки", 0, func(i *Item) *string { return &i.Marking }).hint("Как считан сканером, с разделителями; количество — одна штука"),
		flagField("used", "Бывший в употреблении", func(i *Item) *bool { return &i.Used }),
		textField("jewel_uin", "УИН ювелирного изделия", maxText, func(i *Item) *string { return &i.JewelUIN }),
	)
	fields = append(fields, part(seller(), "seller.", groupSeller, func(i *Item) *Seller { return ensure(&i.Seller) })...)
	for _, f := range []field[Item]{
		intField("weight_gross", "Вес одной штуки брутто", "g", 1, maxNumber, func(i *Item) *int { return &i.Gross }),
		textField("name_i18n", "Наименование на английском", maxText, func(i *Item) *string { return &i.NameI18n }),
		textField("brand", "Бренд", maxText, func(i *Item) *string { return &i.Brand }),
		textField("country_code", "Страна", 2, func(i *Item) *string { return &i.Country }).like("[A-Z]{2}"),
		textField("material", "Материал", 0, func(i *Item) *string { return &i.Material }).chosen("1=полиэстер", "2=нейлон", "3=флис", "4=хлопок", "5=текстиль",
			"6=лён", "7=вискоза", "8=шёлк", "9=шерсть", "10=кашемир", "11=кожа", "12=искусственная кожа", "13=искусственный мех", "14=замша",
			"15=полиуретан", "16=спандекс", "17=резина"),
		flagField("wifi_gsm", "Есть Wi-Fi или GSM", func(i *Item) *bool { return &i.WifiGSM }),
		textField("url", "Ссылка на товар", maxText, func(i *Item) *string { return &i.URL }),
		textField("feacn_code", "Код ТН ВЭД", 20, func(i *Item) *string { return &i.FEACN }),
	} {
		fields = append(fields, f.in(groupAbroad))
	}
	return append(fields, field[Item]{Field: carriers.Field{Name: carriers.FieldUnits, Label: "Единицы заказа", Type: carriers.TypeUnits}})
}
