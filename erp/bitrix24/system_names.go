package bitrix24

import (
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// The types of user fields that are used, USER_TYPE_ID.
const (
	ufString   = "string"
	ufInteger  = "integer"
	ufDouble   = "double"
	ufDatetime = "datetime"
	ufMoney    = "money"
	ufEnum     = "enumeration"
	ufFile     = "file"
)

// userField is a user field that set-up makes.
type userField struct {
	name     string // of a deal or contact in full, of an item as ItemField takes it
	kind     string
	label    status.Names
	multiple bool
	rows     int // of a text that is shown in several lines
}

func dealUserFields() []userField {
	return []userField{
		{name: FieldStatus, kind: ufString, label: status.Names{RU: "Статус заказа", UK: "Статус замовлення", PL: "Status zamówienia", EN: "Order status"}},
		{name: FieldPromo, kind: ufString, label: status.Names{RU: "Промокод", UK: "Промокод", PL: "Kod promocyjny", EN: "Promo code"}},
		{name: FieldLogin, kind: ufString, label: status.Names{RU: "Логин", UK: "Логін", PL: "Login", EN: "Login"}},
		{name: FieldBonus, kind: ufMoney, label: status.Names{RU: "Бонусы", UK: "Бонуси", PL: "Punkty", EN: "Bonus points"}},
		{name: FieldLoyalty, kind: ufString, label: status.Names{RU: "Уровень лояльности", UK: "Рівень лояльності", PL: "Poziom lojalności", EN: "Loyalty level"}},
		{name: FieldService, kind: ufString, label: status.Names{RU: "Служба доставки", UK: "Служба доставки", PL: "Dostawa", EN: "Delivery service"}},
		{name: FieldTerm, kind: ufString, label: status.Names{RU: "Срок доставки", UK: "Термін доставки", PL: "Termin dostawy", EN: "Delivery term"}},
		{name: FieldFrom, kind: ufDatetime, label: status.Names{RU: "Доставить с", UK: "Доставити з", PL: "Dostarczyć od", EN: "Deliver from"}},
		{name: FieldTo, kind: ufDatetime, label: status.Names{RU: "Доставить до", UK: "Доставити до", PL: "Dostarczyć do", EN: "Deliver until"}},
		{name: FieldRecipient, kind: ufString, label: status.Names{RU: "Получатель", UK: "Одержувач", PL: "Odbiorca", EN: "Recipient"}},
		{name: FieldAddress, kind: ufString, rows: 2, label: status.Names{RU: "Адрес доставки", UK: "Адреса доставки", PL: "Adres dostawy", EN: "Delivery address"}},
		{name: FieldRemark, kind: ufString, rows: 2, label: status.Names{RU: "Комментарий к доставке", UK: "Коментар до доставки", PL: "Uwagi do dostawy", EN: "Remark on delivery"}},
		{name: FieldDeliveryCost, kind: ufMoney, label: status.Names{RU: "Стоимость доставки", UK: "Вартість доставки", PL: "Koszt dostawy", EN: "Delivery cost"}},
		{name: FieldSumBefore, kind: ufMoney, label: status.Names{RU: "Сумма без скидок", UK: "Сума без знижок", PL: "Suma bez rabatów", EN: "Sum before discounts"}},
		{name: FieldTotal, kind: ufMoney, label: status.Names{RU: "Итого со скидками и доставкой", UK: "Разом зі знижками та доставкою", PL: "Razem z rabatami i dostawą", EN: "Total with discounts and delivery"}},
		{name: FieldPaid, kind: ufMoney, label: status.Names{RU: "Оплачено", UK: "Сплачено", PL: "Zapłacono", EN: "Paid"}},
		{name: FieldReceipts, kind: ufString, multiple: true, label: status.Names{RU: "Чеки", UK: "Чеки", PL: "Paragony", EN: "Receipts"}},
		{name: FieldFiles, kind: ufString, multiple: true, label: status.Names{RU: "Файлы и документы", UK: "Файли та документи", PL: "Pliki i dokumenty", EN: "Files and documents"}},
		{name: FieldStock, kind: ufString, rows: 6, label: status.Names{RU: "Остатки по складам", UK: "Залишки по складах", PL: "Stany magazynowe", EN: "Stock by warehouse"}},
		{name: FieldSource, kind: ufString, label: status.Names{RU: "Канал продаж", UK: "Канал продажу", PL: "Kanał sprzedaży", EN: "Sales channel"}},
		{name: FieldRows, kind: ufString, label: status.Names{RU: "ordo: строки", UK: "ordo: рядки", PL: "ordo: wiersze", EN: "ordo: rows"}},
		{name: FieldShown, kind: ufInteger, label: status.Names{RU: "ordo: событие", UK: "ordo: подія", PL: "ordo: zdarzenie", EN: "ordo: event"}},
		{name: FieldVersion, kind: ufString, label: status.Names{RU: "ordo: версия", UK: "ordo: версія", PL: "ordo: wersja", EN: "ordo: version"}},
	}
}

func contactUserFields() []userField {
	return append([]userField{
		{name: ContactBonus, kind: ufDouble, label: status.Names{RU: "Бонусы", UK: "Бонуси", PL: "Punkty", EN: "Bonus points"}},
		{name: ContactLoyalty, kind: ufString, label: status.Names{RU: "Уровень лояльности", UK: "Рівень лояльності", PL: "Poziom lojalności", EN: "Loyalty level"}},
		{name: ContactCard, kind: ufString, label: status.Names{RU: "Дисконтная карта", UK: "Дисконтна картка", PL: "Karta rabatowa", EN: "Discount card"}},
		{name: ContactCardKey, kind: ufString, label: status.Names{RU: "ordo: карта", UK: "ordo: картка", PL: "ordo: karta", EN: "ordo: card"}},
		{name: ContactVersion, kind: ufString, label: status.Names{RU: "ordo: версия", UK: "ordo: версія", PL: "ordo: wersja", EN: "ordo: version"}},
		{name: ContactKey, kind: ufString, label: status.Names{RU: "ordo: ключ", UK: "ordo: ключ", PL: "ordo: klucz", EN: "ordo: key"}},
	}, companyUserFields()...)
}

func companyUserFields() []userField {
	return []userField{
		{name: ContactLogin, kind: ufString, label: status.Names{RU: "Логин", UK: "Логін", PL: "Login", EN: "Login"}},
		{name: ContactParty, kind: ufString, label: status.Names{RU: "ordo: контрагент", UK: "ordo: контрагент", PL: "ordo: kontrahent", EN: "ordo: party"}},
	}
}

// process is a smart process that set-up makes.
type process struct {
	kind   ItemKind
	title  status.Names
	axis   status.Axis // its stages in the table
	rows   bool        // its items have goods as product rows
	fields []userField
}

func processes() []process {
	label := func(ru, uk, pl, en string) status.Names { return status.Names{RU: ru, UK: uk, PL: pl, EN: en} }
	problem := label("Что не так", "Що не так", "Problem", "Problem")
	version := userField{name: ItemVersion, kind: ufString, label: label("ordo: версия", "ordo: версія", "ordo: wersja", "ordo: version")}
	number := userField{name: ShipmentNumber, kind: ufInteger, label: label("Номер", "Номер", "Numer", "Number")}
	return []process{
		{
			kind: KindPosition, axis: status.AxisItem, title: label("Позиция заказа", "Позиція замовлення", "Pozycja zamówienia", "Order position"),
			fields: []userField{
				{name: PositionLine, kind: ufString, label: label("Строка", "Рядок", "Wiersz", "Line")},
				{name: PositionArticle, kind: ufString, label: label("Артикул", "Артикул", "Artykuł", "Article")},
				{name: PositionQuantity, kind: ufDouble, label: label("Количество", "Кількість", "Ilość", "Quantity")},
				{name: PositionWarehouse, kind: ufString, label: label("Склад", "Склад", "Magazyn", "Warehouse")},
				{name: PositionReserved, kind: ufDouble, label: label("В резерве", "У резерві", "Zarezerwowano", "Reserved")},
				{name: PositionStock, kind: ufString, rows: 4, label: label("Остатки по складам", "Залишки по складах", "Stany magazynowe", "Stock by warehouse")},
				{name: PositionMark, kind: ufString, multiple: true, label: label("Код маркировки", "Код маркування", "Kod znakowania", "Marking code")},
				{name: PositionPhoto, kind: ufFile, multiple: true, label: label("Фото кода", "Фото коду", "Zdjęcie kodu", "Photo of the code")},
				version,
			},
		},
		{
			kind: KindShipment, axis: status.AxisShipment, rows: true, title: label("Отгрузка", "Відвантаження", "Wysyłka", "Shipment"),
			fields: []userField{
				number,
				{name: ShipmentHow, kind: ufString, label: label("Тип доставки", "Тип доставки", "Sposób dostawy", "How")},
				{name: ShipmentTo, kind: ufString, label: label("Куда", "Куди", "Dokąd", "To")},
				{name: ShipmentCarrier, kind: ufString, label: label("Перевозчик", "Перевізник", "Przewoźnik", "Carrier")},
				{name: ShipmentWaybill, kind: ufString, label: label("Трек-номер", "Трек-номер", "Numer przesyłki", "Tracking number")},
				{name: ShipmentCarrierStatus, kind: ufString, label: label("Статус перевозчика", "Статус перевізника", "Status przewoźnika", "Carrier's status")},
				{name: ShipmentForm, kind: ufString, rows: 15, label: label("Заявка перевозчику", "Заявка перевізнику", "Zlecenie dla przewoźnika", "Request to the carrier")},
				{name: ShipmentProblem, kind: ufString, rows: 3, label: problem},
				version,
			},
		},
		{
			kind: KindReturn, axis: status.AxisReturn, rows: true, title: label("Возврат", "Повернення", "Zwrot", "Return"),
			fields: []userField{
				number,
				{name: ReturnReason, kind: ufEnum, label: label("Причина возврата", "Причина повернення", "Przyczyna zwrotu", "Reason")},
				{name: ReturnStatement, kind: ufFile, label: label("Заявление", "Заява", "Oświadczenie", "Statement")},
				{name: ReturnSum, kind: ufMoney, label: label("Сумма", "Сума", "Kwota", "Sum")},
				{name: ReturnReceipt, kind: ufString, label: label("Чек возврата", "Чек повернення", "Paragon zwrotu", "Refund receipt")},
				{name: ReturnCustody, kind: ufString, label: label("Где товар", "Де товар", "Gdzie towar", "Where the goods are")},
				{name: ReturnProblem, kind: ufString, rows: 3, label: problem},
				version,
			},
		},
	}
}

// returnReasons are those that people choose from.
func returnReasons() []status.Reason {
	return []status.Reason{
		status.ReasonUnwanted, status.ReasonDefect, status.ReasonDamaged, status.ReasonWrongItem, status.ReasonWrongSize, status.ReasonWrongDescription,
		status.ReasonPriceUnsuitable, status.ReasonDeliveryUnsuitable, status.ReasonBuyerRefused, status.ReasonBuyerCancelled, status.ReasonOutOfStock,
		status.ReasonLost, status.ReasonOther,
	}
}

// words are the statuses of an order that stand in FieldStatus.
var words = map[string]status.Names{
	StageNew:        {RU: "Подтвержден, ожидает оплаты", UK: "Підтверджено, очікує оплати", PL: "Potwierdzone, oczekuje na płatność", EN: "Confirmed, awaiting payment"},
	StagePaid:       {RU: "Оплачен", UK: "Оплачено", PL: "Opłacone", EN: "Paid"},
	StageAssembling: {RU: "Собирается", UK: "Комплектується", PL: "Kompletowane", EN: "Being assembled"},
	StageDelivering: {RU: "Доставляется", UK: "Доставляється", PL: "W doręczeniu", EN: "On the way"},
	StageWon:        {RU: "Выдан", UK: "Видано", PL: "Wydane", EN: "Handed out"},
	StageLost:       {RU: "Отменён", UK: "Скасовано", PL: "Anulowane", EN: "Cancelled"},
}

var funnelName = status.Names{RU: "Заказы", UK: "Замовлення", PL: "Zamówienia", EN: "Orders"}

// language is that of names in the portal.
func (s *Settings) language() texts.Language {
	if s.Language == "" {
		return texts.Russian
	}
	return s.Language
}

// named returns a name in the language of the portal.
func (s *Settings) named(n status.Names) string {
	switch s.language() {
	case texts.Ukrainian:
		return n.UK
	case texts.Polish:
		return n.PL
	case texts.English:
		return n.EN
	case texts.Russian:
	}
	return n.RU
}

// funnel is the name of the funnel.
func (s *Settings) funnel() string {
	if s.Funnel != "" {
		return s.Funnel
	}
	return s.named(funnelName)
}

// processTitles are the titles of the processes, in their order.
func (s *Settings) processTitles() []string {
	set := []string{s.Processes.Positions, s.Processes.Shipments, s.Processes.Returns}
	for i, p := range processes() {
		if set[i] == "" {
			set[i] = s.named(p.title)
		}
	}
	return set
}

// labels is a name in all languages, by the portal's codes for them.
func labels(n status.Names) map[string]string {
	return map[string]string{"ru": n.RU, "ua": n.UK, "pl": n.PL, "en": n.EN}
}

// stageName is the name of a stage.
func (s *Settings) stageName(axis status.Axis, code string) string {
	row, _ := status.Bitrix24().Row(axis, code)
	return s.named(row.Names)
}

// stages are the rows of an axis in the order in which they stand in the portal: those under way, the one of success,
// the others that end.
func stages(axis status.Axis) (all []status.Row) {
	for _, semantics := range []string{semanticsProcess, semanticsSuccess, semanticsFailure} {
		for r := range status.Bitrix24().Rows() {
			if r.Axis == axis && semanticsOf(r) == semantics {
				all = append(all, r)
			}
		}
	}
	return all
}

// What a stage means to the portal.
const (
	semanticsProcess = "P"
	semanticsSuccess = "S"
	semanticsFailure = "F"
)

func semanticsOf(r status.Row) string {
	switch {
	case !r.Final:
		return semanticsProcess
	case r.Code == StageWon || r.Code == PositionIssued:
		return semanticsSuccess
	}
	return semanticsFailure
}
