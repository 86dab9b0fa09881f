package cdek

import (
	"strconv"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/wire"
)

// The groups of the form, as a screen shows them.
const (
	groupDelivery  = "Доставка"
	groupFrom      = "Откуда"
	groupTo        = "Куда"
	groupRecipient = "Получатель"
	groupSender    = "Отправитель"
	groupSeller    = "Продавец"
	groupPayment   = "Наложенный платёж"
	groupServices  = "Дополнительные услуги"
	groupPackages  = "Места"
	groupAbroad    = "Международная отправка"
)

// maxArticle is the greatest length of an article. Newer pages of the vendor leave it out; older ones have it.
const maxArticle = 20

// The largest whole number of the API, and its other limits.
const (
	maxNumber   = 1_000_000
	maxText     = 255
	maxPackages = 255
	maxLines    = 126
	maxPieces   = 999
	maxPhones   = 10
)

// vatRates are the rates of value added tax since 2026.
var vatRates = []string{"none=Без НДС", "0=0 %", "5=5 %", "7=7 %", "10=10 %", "16=16 % (Казахстан)", "22=22 %"}

// form returns the fields of a shop order, as the vendor's page lists them.
func (k *Carrier) form() []field[Draft] {
	currency := k.client.currency
	fields := []field[Draft]{
		codeField("tariff_code", "Тариф", func(d *Draft) *int { return &d.Tariff }, k.tariffChoices()...).in(groupDelivery).must(),
		textField("comment", "Комментарий", maxText, func(d *Draft) *string { return &d.Comment }).in(groupDelivery),
		textField("accompanying_number", "Номер СНТ", maxText, func(d *Draft) *string { return &d.Accompanying }).in(groupDelivery),
		flagField("has_reverse_order", "Забрать у получателя возврат (реверс)", func(d *Draft) *bool { return &d.Reverse }).in(groupDelivery),
		textField("print", "Сразу сформировать", 0, func(d *Draft) *string { return &d.Print }).chosen("WAYBILL=Квитанция", "BARCODE=Этикетка места").in(groupDelivery),
		additionalTypes().in(groupDelivery),
	}
	fields = append(fields, k.endFields()...)
	fields = append(fields, part(person(true), "recipient.", groupRecipient, func(d *Draft) *Contact { return &d.Recipient })...)
	fields = append(fields, part(person(false), "sender.", groupSender, func(d *Draft) *Contact { return ensure(&d.Sender) })...)
	fields = append(fields, part(seller(), "seller.", groupSeller, func(d *Draft) *Seller { return ensure(&d.Seller) })...)
	fields = append(fields, part(payment("delivery_recipient_cost.", "Сбор за доставку", currency, false), "", groupPayment, func(d *Draft) *Payment { return ensure(&d.DeliveryCost) })...)
	fields = append(fields, listField("delivery_recipient_cost_adv", "Сбор за доставку по сумме выкупа", 0, 20, []field[Threshold]{
		intField("threshold", "Если выкуплено не больше, чем на", currency, 0, maxNumber, func(t *Threshold) *int64 { return &t.Bought }).must(),
		moneyField("sum", "Сбор", currency, func(t *Threshold) *wire.Sum { return &t.Sum }).must(),
		textField("vat_rate", "НДС", 0, func(t *Threshold) *string { return (*string)(&t.VAT) }).chosen(vatRates...),
	}, func(d *Draft) *Threshold { return appendNew(&d.DeliveryCostSteps) }).in(groupPayment).when([]carriers.Condition{{Field: "services", Is: []string{PartialDelivery}}}))
	fields = append(fields, services()...)
	fields = append(fields, k.packages().in(groupPackages).must())
	return append(fields,
		dateField("date_invoice", "Дата инвойса", func(d *Draft) *Date { return &d.InvoiceDate }).in(groupAbroad).hint("Заполнение делает заказ международным"),
		textField("shipper_name", "Грузоотправитель", maxText, func(d *Draft) *string { return &d.ShipperName }).in(groupAbroad),
		textField("shipper_address", "Адрес грузоотправителя", maxText, func(d *Draft) *string { return &d.ShipperAddress }).in(groupAbroad),
	)
}

// ensure returns *p, which it allocates if it is nil.
func ensure[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}

// appendNew appends a zero element and returns its address.
func appendNew[T any](all *[]T) *T {
	*all = append(*all, *new(T))
	return &(*all)[len(*all)-1]
}

// tariffChoices returns the tariffs that the shop offers.
func (k *Carrier) tariffChoices() []string {
	var out []string
	for _, code := range k.tariffs {
		out = append(out, tariffChoice(code, ""))
	}
	return out
}

// tariffChoice returns a tariff as a choice of a form.
func tariffChoice(code int, more string) string {
	n := strconv.Itoa(code)
	name := TariffOf(code).Name()
	if name == "" {
		name = "Тариф"
	}
	return n + "=" + name + " (" + n + ")" + more
}

// tariffsWith returns the condition that the tariff has a mode; never reports that no tariff has it.
func (k *Carrier) tariffsWith(is func(Mode) bool) (when []carriers.Condition, never bool) {
	var codes []string
	for _, code := range k.tariffs {
		if t := TariffOf(code); is(t.Mode) {
			codes = append(codes, strconv.Itoa(code))
		}
	}
	return []carriers.Condition{{Field: "tariff_code", Is: codes}}, len(codes) == 0
}

// endFields are the origin and the destination: an office or an address, as the tariff requires.
func (k *Carrier) endFields() []field[Draft] {
	var out []field[Draft]
	point := func(name, label, group string, is func(Mode) bool, at func(d *Draft) *string) {
		if when, never := k.tariffsWith(orUnknown(is)); !never {
			out = append(out, textField(name, label, maxText, at).of(carriers.TypePoint).in(group).when(when).mustWhen(k.whenKnown(is)...))
		}
	}
	place := func(prefix, group string, is func(Mode) bool, target func(*Draft) *Location) {
		when, never := k.tariffsWith(orUnknown(is))
		if never {
			return
		}
		for _, f := range part(location(), prefix, group, target) {
			if f.Name == prefix+"address" {
				f = f.mustWhen(k.whenKnown(is)...)
			}
			out = append(out, f.when(when))
		}
	}
	point("shipment_point", "Офис, куда привезут", groupFrom, func(m Mode) bool { return !m.FromDoor() }, func(d *Draft) *string { return &d.ShipmentPoint })
	place("from_location.", groupFrom, Mode.FromDoor, func(d *Draft) *Location { return ensure(&d.From) })
	point("delivery_point", "Пункт выдачи или постамат", groupTo, func(m Mode) bool { return !m.ToDoor() }, func(d *Draft) *string { return &d.DeliveryPoint })
	place("to_location.", groupTo, Mode.ToDoor, func(d *Draft) *Location { return ensure(&d.To) })
	return out
}

// orUnknown also accepts a tariff that is not documented: it may have any mode.
func orUnknown(is func(Mode) bool) func(Mode) bool {
	return func(m Mode) bool { return m == 0 || is(m) }
}

// whenKnown returns the condition that a documented tariff has a mode.
func (k *Carrier) whenKnown(is func(Mode) bool) []carriers.Condition {
	if when, never := k.tariffsWith(func(m Mode) bool { return m != 0 && is(m) }); !never {
		return when
	}
	return nil
}

// location is an address. CDEK finds the city best by its own code, seldom by the postal code alone.
func location() []field[Location] {
	return []field[Location]{
		intField("code", "Город", "", 1, maxNumber, func(l *Location) *int { return &l.Code }).of(carriers.TypeCity).like("[1-9][0-9]{0,6}"),
		textField("city", "Название города", maxText, func(l *Location) *string { return &l.City }),
		textField("address", "Улица, дом, квартира", maxText, func(l *Location) *string { return &l.Address }),
		textField("postal_code", "Индекс", maxText, func(l *Location) *string { return &l.PostalCode }),
		textField("region", "Регион", maxText, func(l *Location) *string { return &l.Region }),
		textField("sub_region", "Район", maxText, func(l *Location) *string { return &l.SubRegion }),
		intField("region_code", "Код региона", "", 1, maxNumber, func(l *Location) *int { return &l.RegionCode }),
		textField("country_code", "Страна", 2, func(l *Location) *string { return &l.CountryCode }).like("[A-Z]{2}").hint("Пусто — RU"),
		textField("fias_guid", "ФИАС", 36, func(l *Location) *string { return &l.FIAS }).like(uuidPattern),
		textField("city_uuid", "Идентификатор города", 36, func(l *Location) *string { return &l.CityUUID }).like(uuidPattern),
		decimalField("longitude", "Долгота", func(l *Location) *wire.Decimal { return &l.Longitude }),
		decimalField("latitude", "Широта", func(l *Location) *wire.Decimal { return &l.Latitude }),
	}
}

const uuidPattern = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

// person is a sender or recipient. The name has no "/" and not only digits.
func person(needed bool) []field[Contact] {
	least := 0
	name := textField("name", "ФИО", maxText, func(c *Contact) *string { return &c.Name }).like(`[^/]*[^/0-9\s][^/]*`)
	if needed {
		least, name = 1, name.must()
	}
	phones := listField("phones", "Телефоны", least, maxPhones, []field[Phone]{
		textField("number", "Номер", 24, func(p *Phone) *string { return &p.Number }).of(carriers.TypePhone).must(),
		textField("additional", "Добавочный", maxText, func(p *Phone) *string { return &p.Additional }),
	}, func(c *Contact) *Phone { return appendNew(&c.Phones) })
	phones.Required = needed
	return []field[Contact]{
		name,
		textField("company", "Компания", maxText, func(c *Contact) *string { return &c.Company }),
		phones,
		textField("email", "Эл. почта", maxText, func(c *Contact) *string { return &c.Email }).of(carriers.TypeEmail),
		textField("contragent_type", "Вид", 0, func(c *Contact) *string { return &c.Kind }).chosen("INDIVIDUAL=Физическое лицо", "LEGAL_ENTITY=Юридическое лицо"),
		textField("tin", "ИНН", 20, func(c *Contact) *string { return &c.TIN }),
		textField("passport_series", "Серия паспорта", 20, func(c *Contact) *string { return &c.PassportSeries }),
		textField("passport_number", "Номер паспорта", 20, func(c *Contact) *string { return &c.PassportNumber }),
		textField("passport_organization", "Кем выдан", maxText, func(c *Contact) *string { return &c.PassportIssuer }),
		dateField("passport_date_of_issue", "Когда выдан", func(c *Contact) *Date { return &c.PassportIssued }),
		dateField("passport_date_of_birth", "Дата рождения", func(c *Contact) *Date { return &c.BornOn }),
	}
}

// seller is the seller, if it is not the holder of the contract.
func seller() []field[Seller] {
	return []field[Seller]{
		textField("name", "Название", maxText, func(s *Seller) *string { return &s.Name }),
		textField("inn", "ИНН", 12, func(s *Seller) *string { return &s.INN }).like("[0-9]{10}|[0-9]{12}"),
		textField("phone", "Телефон", 24, func(s *Seller) *string { return &s.Phone }).of(carriers.TypePhone),
		textField("ownership_form", "Форма собственности", 0, func(s *Seller) *string { return &s.Ownership }).chosen("9=АО", "61=ЗАО", "63=ИП", "119=ОАО", "137=ООО", "147=ПАО", "179=ТОО"),
		textField("address", "Адрес", maxText, func(s *Seller) *string { return &s.Address }),
		textField("giis_subdivision_id", "Подразделение в ГИИС ДМДК", maxText, func(s *Seller) *string { return &s.GIIS }),
	}
}
