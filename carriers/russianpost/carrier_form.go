package russianpost

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
)

// The groups of the form, as a screen shows them.
const (
	groupParcel    = "Отправление"
	groupRecipient = "Получатель"
	groupMoney     = "Ценность и оплата"
	groupServices  = "Услуги"
	groupGoods     = "Содержимое"
	groupSender    = "Отправитель"
	groupFiscal    = "Чек, который выдаёт Почта"
)

// Fields with parts.
const (
	fieldECOM  = "ecom-data.services"
	fieldIDs   = "ecom-data.identity-methods"
	fieldGoods = "goods.items"
	fieldName  = "recipient-name"

	partialRedemption = "PARTIAL_REDEMPTION"
	currency          = "RUB"
	indexPattern      = `[1-9][0-9]{5}`
)

// ecomTypes go to a pick-up point or a locker; all others to an address or an office.
var ecomTypes = []string{string(ECOM), string(ECOMMarketplace)}

// mailTypes are the kinds of the form, with the vendor's names. sized are those that take sizes, called those that need
// a phone. Which of them an account may send, its contract says.
var mailTypes = []struct {
	code, name    string
	sized, called bool
}{
	{string(Parcel), "Посылка нестандартная", true, false},
	{string(OnlineParcel), "Посылка онлайн", false, false},
	{string(OnlineCourier), "Курьер онлайн", false, true},
	{string(ECOM), "ЕКОМ (в пункт выдачи или почтомат)", true, true},
	{string(ECOMMarketplace), "ЕКОМ Маркетплейс", true, true},
	{string(ParcelClass1), "Посылка 1 класса", false, false},
	{string(EMS), "EMS", true, true},
	{string(EMSOptimal), "EMS оптимальное", true, true},
	{"EMS_RT", "EMS РТ", true, true},
	{"EMS_TENDER", "EMS тендер", true, true},
	{string(BusinessCourier), "Бизнес курьер", true, true},
	{"BUSINESS_COURIER_ES", "Бизнес курьер экспресс", true, true},
	{string(Banderol), "Бандероль", false, false},
	{"BANDEROL_CLASS_1", "Бандероль 1 класса", false, false},
	{"VGPO_CLASS_1", "ВГПО 1 класса", false, false},
	{string(Letter), "Письмо", false, false},
	{"LETTER_CLASS_1", "Письмо 1 класса", false, false},
	{string(SmallPacket), "Мелкий пакет", true, false},
	{"HYPER_CARGO", "Доставка день в день", true, true},
}

// categories are those of the form. insured need a declared value, cash what is collected, compulsory the payment of
// that name.
var categories = []struct {
	code, name                string
	insured, cash, compulsory bool
}{
	{string(Ordinary), "Обыкновенное", false, false, false},
	{string(DeclaredValue), "С объявленной ценностью", true, false, false},
	{string(DeclaredValueCOD), "С объявленной ценностью и наложенным платежом", true, true, false},
	{string(DeclaredValueCompulsory), "С объявленной ценностью и обязательным платежом", true, false, true},
	{string(CompulsoryPayment), "С обязательным платежом", false, false, true},
	{string(Simple), "Простое", false, false, false},
	{string(Ordered), "Заказное", false, false, false},
	{string(CombinedOrdinary), "Комбинированное обыкновенное", false, false, false},
	{string(CombinedDeclaredValue), "Комбинированное с объявленной ценностью", true, false, false},
	{string(CombinedDeclaredValueCOD), "Комбинированное с объявленной ценностью и наложенным платежом", true, true, false},
}

// flags are services that are on or off.
var flags = []struct{ code, name string }{
	{"fragile", "Осторожно, хрупкое"},
	{"sms-notice-recipient", "SMS получателю"},
	{"with-simple-notice", "Простое уведомление"},
	{"with-order-of-notice", "Заказное уведомление"},
	{"with-electronic-notice", "Электронное уведомление"},
	{"completeness-checking", "Проверка комплектности"},
	{"inventory", "Опись вложения"},
	{"vsd", "Возврат сопроводительных документов"},
	{"courier", "Курьер"},
	{"delivery-to-door", "Доставка до двери"},
	{"delivery-with-cod", "Оплата при получении"},
	{"no-return", "Возврату не подлежит"},
	{"easy-return", "Лёгкий возврат"},
	{"with-packaging", "Упаковка"},
	{"pre-postal-preparation", "Предпочтовая подготовка"},
	{"wo-mail-rank", "Без разряда"},
	{"farma", "Фармацевтика"},
	{"tender", "По тендеру"},
	{"with-uzeuv-notice", "Уведомление с юридической значимостью"},
}

// form returns the fields of an order inside Russia. Their names are those of the vendor; the name of the recipient is
// in one line, family name first. Orders abroad need a customs declaration: see Settings.Draft.
func form() []carriers.Field {
	var insuredIn, cashIn, compulsoryIn, sizedTypes, calledTypes, addressed []string
	var typeChoices, categoryChoices []carriers.Choice
	for _, t := range mailTypes {
		typeChoices = append(typeChoices, carriers.Choice{Value: t.code, Label: t.name})
		if t.sized {
			sizedTypes = append(sizedTypes, t.code)
		}
		if t.called {
			calledTypes = append(calledTypes, t.code)
		}
		if !slices.Contains(ecomTypes, t.code) {
			addressed = append(addressed, t.code)
		}
	}
	for _, c := range categories {
		categoryChoices = append(categoryChoices, carriers.Choice{Value: c.code, Label: c.name})
		if c.insured {
			insuredIn = append(insuredIn, c.code)
		}
		if c.cash {
			cashIn = append(cashIn, c.code)
		}
		if c.compulsory {
			compulsoryIn = append(compulsoryIn, c.code)
		}
	}
	toAddress, toPoint, sized := when("mail-type", addressed...), when("mail-type", ecomTypes...), when("mail-type", sizedTypes...)
	insured, cash, compulsory := when("mail-category", insuredIn...), when("mail-category", cashIn...), when("mail-category", compulsoryIn...)
	letters := when("mail-type", string(Letter), "LETTER_CLASS_1")
	text := func(name, label string) carriers.Field {
		return carriers.Field{Name: name, Label: label, Type: carriers.TypeText}
	}
	part := func(name, label string) carriers.Field {
		f := text(name, label)
		f.OnlyWhen = toAddress
		return f
	}
	side := func(name, label string) carriers.Field {
		return carriers.Field{Name: "dimension." + name, Label: label, Type: carriers.TypeInteger, Unit: "cm", Min: "1", OnlyWhen: sized}
	}
	money := func(name, label string, only []carriers.Condition, required bool) carriers.Field {
		return carriers.Field{Name: name, Label: label, Type: carriers.TypeMoney, Unit: currency, Min: "0", OnlyWhen: only, Required: required}
	}
	var services []carriers.Field
	for _, f := range flags {
		services = append(services, carriers.Field{Name: f.code, Label: f.name, Type: carriers.TypeFlag})
	}
	region, placeTo, streetTo := part("region-to", "Регион"), part("place-to", "Населённый пункт"), part("street-to", "Улица")
	region.Required, placeTo.Required = true, true
	streetTo.Help = "Или микрорайон"
	box := part("num-address-type-to", "Номер а/я или части")
	box.RequiredWhen = when("address-type-to", string(AddressPOBox), string(AddressUnit))
	return slices.Concat(
		in(groupParcel,
			carriers.Field{Name: "mail-type", Label: "Вид РПО", Type: carriers.TypeChoice, Required: true, Choices: typeChoices},
			carriers.Field{Name: "mail-category", Label: "Категория РПО", Type: carriers.TypeChoice, Required: true, Choices: categoryChoices},
			carriers.Field{Name: "postoffice-code", Label: "Индекс ОПС приёма", Type: carriers.TypeText, Pattern: indexPattern, Required: true},
			carriers.Field{Name: "mass", Label: "Масса", Type: carriers.TypeInteger, Unit: "g", Min: "1", Required: true},
			side("length", "Длина"), side("width", "Ширина"), side("height", "Высота"),
			carriers.Field{
				Name: "dimension-type", Label: "Типоразмер", Type: carriers.TypeChoice, OnlyWhen: when("mail-type", append(slices.Clone(ecomTypes), string(OnlineParcel))...),
				Choices: choices("S", "S до 26×17×8 см", "M", "M до 30×20×15 см", "L", "L до 40×27×18 см", "XL", "XL до 53×26×22 см", oversized, "Негабарит"),
			},
			carriers.Field{Name: "envelope-type", Label: "Конверт", Type: carriers.TypeChoice, OnlyWhen: letters, Required: true, Choices: same("C4", "C5", "C6", "DL", "A6", "A7", "OX", "OA")},
			carriers.Field{Name: "transport-type", Label: "Способ пересылки", Type: carriers.TypeChoice, Choices: choices(
				"SURFACE", "Наземный", "AVIA", "Авиа", "COMBINED", "Комбинированный", "EXPRESS", "Системой ускоренной почты", "STANDARD", "Стандартный",
			)},
			carriers.Field{Name: "shelf-life-days", Label: "Срок хранения", Type: carriers.TypeInteger, Unit: "d", Min: "15", Max: "60"},
			text("comment", "Комментарий"), text("group-name", "Многоместное отправление"), text("inner-num", "Внутренний номер"), text("branch-name", "Подразделение"),
			carriers.Field{Name: "time-slot-id", Label: "Интервал доставки", Type: carriers.TypeInteger, Min: "1"},
		),
		in(groupRecipient,
			carriers.Field{Name: fieldName, Label: "Фамилия, имя, отчество", Type: carriers.TypeText, Required: true, Help: "Сначала фамилия"},
			carriers.Field{Name: "tel-address", Label: "Телефон", Type: carriers.TypePhone, RequiredWhen: when("mail-type", calledTypes...)},
			carriers.Field{Name: fieldPoint, Label: "Пункт выдачи или почтомат", Type: carriers.TypePoint, Pattern: indexPattern, OnlyWhen: toPoint, Required: true},
			carriers.Field{Name: fieldECOM, Label: "Услуги в пункте выдачи", Type: carriers.TypeChoices, OnlyWhen: toPoint, Choices: choices(
				"WITHOUT_SERVICE", "Без услуг", "WITHOUT_OPENING", "Без вскрытия", "CONTENTS_CHECKING", "С проверкой вложения", "WITH_FITTING", "С примеркой",
				partialRedemption, "С частичным выкупом", "FUNCTIONALITY_CHECKING", "С проверкой работоспособности", "COURIER_DELIVERY", "Доставка курьером",
			)},
			carriers.Field{Name: fieldIDs, Label: "Как опознать получателя", Type: carriers.TypeChoices, OnlyWhen: toPoint, Choices: choices(
				"WITHOUT_IDENTIFICATION", "Без идентификации", "PIN", "По коду", "IDENTITY_DOCUMENT", "По документу", "ORDER_NUM_AND_FIO", "По номеру заказа и ФИО",
			)},
			carriers.Field{Name: "address-type-to", Label: "Тип адреса", Type: carriers.TypeChoice, OnlyWhen: toAddress, Required: true, Choices: choices(
				string(AddressDefault), "Стандартный", string(AddressDemand), "До востребования", string(AddressPOBox), "Абонентский ящик", string(AddressUnit), "Войсковая часть",
			)},
			carriers.Field{Name: "index-to", Label: "Индекс", Type: carriers.TypeText, Pattern: indexPattern, OnlyWhen: toAddress, Required: true},
			region, part("area-to", "Район"), placeTo, part("location-to", "Микрорайон"), streetTo, part("house-to", "Дом"),
			part("letter-to", "Литера"), part("slash-to", "Дробь"), part("corpus-to", "Корпус"), part("building-to", "Строение"), part("vladenie-to", "Владение"),
			part("hotel-to", "Гостиница"), part("room-to", "Квартира"), part("office-to", "Офис"), box,
		),
		in(groupMoney,
			money("insr-value", "Объявленная ценность", insured, true),
			money("payment", "Наложенный платёж", cash, true),
			money("compulsory-payment", "Обязательный платёж", compulsory, true),
			money("prepaid-amount", "Предоплачено", nil, false),
			carriers.Field{Name: "payment-method", Label: "Способ оплаты пересылки", Type: carriers.TypeChoice, Choices: paymentMethods()},
			carriers.Field{Name: "notice-payment-method", Label: "Способ оплаты уведомления", Type: carriers.TypeChoice, Choices: paymentMethods()},
		),
		in(groupServices, services...),
		in(groupGoods, carriers.Field{Name: fieldGoods, Label: "Товары", Type: carriers.TypeList, Fields: []carriers.Field{
			{Name: "description", Label: "Наименование", Type: carriers.TypeText, Required: true},
			{Name: carriers.FieldArticle, Label: "Артикул", Type: carriers.TypeText, Required: true},
			{Name: "quantity", Label: "Количество", Type: carriers.TypeInteger, Min: "1", Required: true},
			{Name: "value", Label: "Цена за штуку", Type: carriers.TypeMoney, Unit: currency, Min: "0"},
			{Name: "insr-value", Label: "Объявленная ценность", Type: carriers.TypeMoney, Unit: currency, Min: "0"},
			{Name: "vat-rate", Label: "НДС", Type: carriers.TypeChoice, Choices: choices("-1", "Без НДС", "0", "0 %", "10", "10 %", "110", "10/110", "20", "20 %", "120", "20/120"), Help: "Коды Почты для 5, 7 и 22 % не известны"},
			{Name: "lineattr", Label: "Предмет расчёта", Type: carriers.TypeChoice, Choices: choices("1", "Товар", "2", "Подакцизный товар", "4", "Услуга")},
			{Name: "payattr", Label: "Признак способа расчёта", Type: carriers.TypeChoice, Choices: choices(
				"1", "Предоплата 100 %", "2", "Предоплата", "3", "Аванс", "4", "Полный расчёт", "5", "Частичный расчёт и кредит", "6", "Передача в кредит", "7", "Оплата кредита",
			)},
			{Name: "weight", Label: "Масса штуки", Type: carriers.TypeInteger, Unit: "g", Min: "1"},
			{Name: "service-type", Label: "Вскрытие", Type: carriers.TypeChoice, Choices: choices("1", "Без вскрытия", "2", "С осмотром", "3", "С примеркой")},
			{Name: "country-code", Label: "Страна происхождения", Type: carriers.TypeText},
			{Name: "customs-declaration-number", Label: "Номер таможенной декларации", Type: carriers.TypeText},
			{Name: "supplier-inn", Label: "ИНН поставщика", Type: carriers.TypeText, Pattern: `[0-9]{10}|[0-9]{12}`},
			{Name: "supplier-name", Label: "Поставщик", Type: carriers.TypeText},
			{Name: "supplier-phone", Label: "Телефон поставщика", Type: carriers.TypePhone},
			{Name: carriers.FieldUnits, Label: "Единицы заказа", Type: carriers.TypeUnits},
		}}),
		in(groupSender,
			text("sender-name", "Отправитель"), carriers.Field{Name: "tel-address-from", Label: "Телефон отправителя", Type: carriers.TypePhone},
			text("sender-comment", "Комментарий отправителя"), text("seller-id", "Код продавца"),
		),
		in(groupFiscal,
			carriers.Field{Name: "fiscal-data.customer-email", Label: "E-mail покупателя", Type: carriers.TypeEmail},
			carriers.Field{Name: "fiscal-data.customer-phone", Label: "Телефон покупателя", Type: carriers.TypePhone},
			text("fiscal-data.customer-name", "Покупатель"),
			carriers.Field{Name: "fiscal-data.customer-inn", Label: "ИНН покупателя", Type: carriers.TypeText, Pattern: `[0-9]{10}|[0-9]{12}`},
			money("fiscal-data.payment-amount", "Внесённая предоплата", nil, false),
		),
	)
}

func paymentMethods() []carriers.Choice {
	return choices("CASHLESS", "Безналичный расчёт", "STAMP", "Марки", "FRANKING", "Франкирование", "TO_FRANKING", "На франкировку", "ONLINE_PAYMENT_MARK", "Знак онлайн-оплаты")
}

// emptyForm returns the form without values.
func emptyForm() carriers.Form {
	return carriers.Form{System: Name, Fields: form(), ExtraCheck: checkForm}
}

func in(group string, fields ...carriers.Field) []carriers.Field {
	for i := range fields {
		fields[i].Group = group
	}
	return fields
}

// when is the condition that a field has one of the values.
func when(field string, is ...string) []carriers.Condition {
	return []carriers.Condition{{Field: field, Is: is}}
}

// choices makes choices of values and labels in turn.
func choices(pairs ...string) (out []carriers.Choice) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, carriers.Choice{Value: pairs[i], Label: pairs[i+1]})
	}
	return out
}

func same(values ...string) (out []carriers.Choice) {
	for _, v := range values {
		out = append(out, carriers.Choice{Value: v, Label: v})
	}
	return out
}

// sizes are the largest packages of the classes, in centimetres, the longest side first.
var sizes = []struct {
	class string
	sides [3]int
}{{"S", [3]int{26, 17, 8}}, {"M", [3]int{30, 20, 15}}, {"L", [3]int{40, 27, 18}}, {"XL", [3]int{53, 26, 22}}}

// oversized is the class of all others, with its limits in centimetres.
const (
	oversized = "OVERSIZED"
	mostSum   = 120
	mostSide  = 60
)

// classOf returns the class of a package; "" if its sizes are not known.
func classOf(sides [3]int) string {
	slices.Sort(sides[:])
	if sides[0] <= 0 {
		return ""
	}
	for _, s := range sizes {
		most := s.sides
		slices.Sort(most[:])
		if sides[0] <= most[0] && sides[1] <= most[1] && sides[2] <= most[2] {
			return s.class
		}
	}
	return oversized
}

// integer reads a whole number; 0 for anything else.
func integer(text string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(text))
	return n
}

// sidesOf returns the sizes that the values have.
func sidesOf(v carriers.Values) (sides [3]int, n int) {
	for i, name := range []string{"length", "width", "height"} {
		if sides[i] = integer(v["dimension."+name]); sides[i] > 0 {
			n++
		}
	}
	return sides, n
}

// checkForm checks the fields against each other. What the contract and the Post allow, the Post says.
func checkForm(v carriers.Values) []carriers.Problem {
	var out []carriers.Problem
	require := func(ok bool, field, code, format string, args ...any) {
		if !ok {
			out = append(out, broken(field, code, format, args...))
		}
	}
	ecom := slices.Contains(ecomTypes, v["mail-type"])
	require(len(strings.Fields(v[fieldName])) >= 2, fieldName, carriers.CodePattern, "is %q: family name and given name are needed", v[fieldName])
	require(v["address-type-to"] != string(AddressDefault) || v["street-to"] != "" || v["location-to"] != "", "street-to", carriers.CodeRequired,
		"is empty: an address needs a street or a district")
	sides, n := sidesOf(v)
	require(n == 0 || n == 3, "dimension.length", carriers.CodeRequired, "is not complete: length, width and height belong together")
	if ecom {
		class := v["dimension-type"]
		require(class != "" || n == 3, "dimension-type", carriers.CodeRequired, "is empty: a parcel to a point needs its class, or all sizes")
		if n == 3 && class != "" {
			slices.Sort(sides[:])
			fits := class == oversized
			for _, s := range sizes {
				most := s.sides
				slices.Sort(most[:])
				fits = fits || s.class == class && sides[0] <= most[0] && sides[1] <= most[1] && sides[2] <= most[2]
			}
			require(fits, "dimension-type", carriers.CodeChoice, "is %s, and the package does not fit in it: it is of class %s", class, classOf(sides))
		}
		require(n < 3 || sides[0]+sides[1]+sides[2] <= mostSum && max(sides[0], sides[1], sides[2]) <= mostSide, "dimension.length", carriers.CodeMax,
			"is part of a package that is too large for points: one side has at most %d cm, all three together %d cm", mostSide, mostSum)
	}
	value, payment := new(big.Rat), new(big.Rat)
	value.SetString(or0(v["insr-value"]))
	payment.SetString(or0(v["payment"]))
	require(payment.Cmp(value) <= 0, "payment", carriers.CodeMax, "is %s: the cash on delivery cannot be above the declared value of %s", v["payment"], or0(v["insr-value"]))
	if strings.Contains(v[fieldECOM], partialRedemption) {
		pieces := 0
		for row := range v.Rows(fieldGoods) {
			pieces += integer(v[carriers.RowPrefix(fieldGoods, row+1)+"quantity"])
		}
		require(pieces > 1, fieldECOM, carriers.CodeChoice, "has a partial redemption, which needs at least 2 pieces; the parcel has %d", pieces)
	}
	seen := map[string]bool{}
	for row := range v.Rows(fieldGoods) {
		name := carriers.RowPrefix(fieldGoods, row+1) + carriers.FieldArticle
		require(!seen[v[name]], name, carriers.CodeChoice, "is %q as in another row: articles tell what came back", v[name])
		seen[v[name]] = true
	}
	return out
}

func or0(sum string) string {
	if sum == "" {
		return "0"
	}
	return sum
}
