package russianposttest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// descriptions are the vendor's texts of its codes.
var descriptions = map[string]string{
	"EMPTY_MAIL_TYPE":          "Тип почтового отправления не указан",
	"ILLEGAL_MAIL_TYPE":        "Тип почтового отправления некорректен",
	"UNAVAILABLE_MAIL_TYPE":    "Тип почтового отправления недоступен",
	"EMPTY_MAIL_CATEGORY":      "Категория почтового отправления не указана",
	"RESTRICTED_MAIL_CATEGORY": "Для создания отправлений с наложенным платежом необходимо указать номер ЕСПП",
	"EMPTY_MAIL_DIRECT":        "Почтовое направление не указано",
	"ILLEGAL_MAIL_DIRECT":      "Почтовое направление некорректно",
	"EMPTY_ADDRESS_TYPE_TO":    "Тип адреса не указан",
	"ILLEGAL_ADDRESS_TYPE_TO":  "Тип адреса некорректен",
	"EMPTY_NUM_ADDRESS_TYPE":   "Не задан номер для соответствующего типа адреса",
	"EMPTY_INDEX_TO":           "Почтовый индекс не указан",
	"ILLEGAL_INDEX_TO":         "Почтовый индекс некорректен",
	"EMPTY_REGION_TO":          "Регион не заполнен",
	"EMPTY_PLACE_TO":           "Населенный пункт не указан",
	"EMPTY_STREET_TO":          "Улица не указана",
	"EMPTY_MASS":               "Масса не указана",
	"ILLEGAL_MASS":             "Масса некорректна",
	"ILLEGAL_MASS_EXCESS":      "Превышение максимальной массы",
	"EMPTY_INSR_VALUE":         "Объявленная сумма не указана",
	"ILLEGAL_INSR_VALUE":       "Объявленная сумма некорректна",
	"EMPTY_PAYMENT":            "Наложенный платеж не указан",
	"ILLEGAL_PAYMENT":          "Наложенный платеж некорректен",
	"NOT_INSURED_PAYMENT":      "Наложенный платеж превышает объявленную ценность",
	"EMPTY_POSTOFFICE_CODE":    "Индекс приемного почтового отделения не задан",
	"ILLEGAL_POSTOFFICE_CODE":  "Индекс приемного почтового отделения некорректен",
	"ILLEGAL_POSTCODE":         "Индекс приемного почтового отделения в настройках и в партии отличаются",
	"ILLEGAL_RECIPIENT_NAME":   `Недопустимое значение поля "Имя получателя".`,
	"EMPTY_TELADDRESS":         "Телефон получателя является обязательным для данного вида отправления",
	"ILLEGAL_TRANSPORT_TYPE":   "Некорректный способ пересылки",
	"ILLEGAL_PAYMENT_METHOD":   "Некорректный способ оплаты",
	"EMPTY_ENVELOPE_TYPE":      "Не задан тип конверта",
	"ILLEGAL_FRAGILE":          `Отметка "Осторожно/Хрупкое/Терморежим" неприменима для указанного типа отправления`,
	"UNDEFINED":                "Неопределенная ошибка",
}

// mailType is a kind of parcel: its numbers in tracking, its limits, and its prices in kopecks. Prices are made up; of
// limits the vendor's documents name few, the others are wide enough for what its price list sends.
type mailType struct {
	id, mass   int // the number in tracking, the most grams
	name       string
	base, step int  // price without VAT, and that of each 500 grams
	sized      bool // dimensions may be given
	phone      bool // a telephone must be given
}

var mailTypes = map[string]mailType{
	"POSTAL_PARCEL":       {4, 50000, "Посылка", 27500, 2500, true, false},
	"ONLINE_PARCEL":       {23, 20000, "Посылка онлайн", 20000, 2000, false, false},
	"ONLINE_COURIER":      {24, 31500, "Курьер онлайн", 35000, 3000, false, true},
	"EMS":                 {7, 31500, "Отправление EMS", 60000, 6000, true, true},
	"EMS_OPTIMAL":         {34, 20000, "EMS оптимальное", 45000, 4000, true, true},
	"BUSINESS_COURIER":    {30, 31500, "Бизнес курьер", 50000, 4000, true, true},
	"PARCEL_CLASS_1":      {47, 5000, "Посылка 1 класса", 40000, 4500, false, false},
	"BANDEROL":            {3, 5000, "Бандероль", 9000, 3000, false, false},
	"LETTER":              {2, 100, "Письмо", 6000, 1000, false, false},
	"SMALL_PACKET":        {5, 2000, "Мелкий пакет", 30000, 6000, true, false},
	"ECOM":                {53, 31500, "ЕКОМ", 18000, 2000, true, true},
	"EASY_RETURN":         {51, 20000, "Легкий возврат", 20000, 2000, false, false},
	"ECOM_MARKETPLACE":    {54, 31500, "ЕКОМ маркетплейс", 18000, 2000, true, true},
	"BANDEROL_CLASS_1":    {16, 2500, "Бандероль 1 класса", 15000, 4000, false, false},
	"LETTER_CLASS_1":      {15, 500, "Письмо 1 класса", 9000, 1500, false, false},
	"BUSINESS_COURIER_ES": {31, 31500, "Бизнес курьер экспресс", 70000, 5000, true, true},
	"VSD":                 {0, 500, "Возврат сопроводительных документов", 8000, 1000, false, false},
	"HYPER_CARGO":         {0, 31500, "Доставка день в день", 50000, 2000, true, true},
	"EMS_RT":              {41, 31500, "EMS РТ", 40000, 3000, true, true},
	"EMS_TENDER":          {52, 31500, "EMS тендер", 40000, 3000, true, true},
	"VGPO_CLASS_1":        {46, 2500, "ВГПО 1 класса", 20000, 4000, false, false},
}

// categories are the kinds of payment, with their numbers in tracking.
var categories = map[string]struct {
	id            int
	name          string
	insured, cash bool
	compulsory    bool
}{
	"SIMPLE":              {0, "простое", false, false, false},
	"ORDERED":             {1, "заказное", false, false, false},
	"WITH_DECLARED_VALUE": {2, "с объявленной ценностью", true, false, false},
	"ORDINARY":            {3, "обыкновенное", false, false, false},
	"WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY":          {4, "с объявленной ценностью и наложенным платежом", true, true, false},
	"WITH_DECLARED_VALUE_AND_COMPULSORY_PAYMENT":        {8, "с объявленной ценностью и обязательным платежом", true, false, true},
	"WITH_COMPULSORY_PAYMENT":                           {6, "с обязательным платежом", false, false, true},
	"COMBINED_ORDINARY":                                 {9, "комбинированное обыкновенное", false, false, false},
	"COMBINED_WITH_DECLARED_VALUE":                      {10, "комбинированное с объявленной ценностью", true, false, false},
	"COMBINED_WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY": {11, "комбинированное с объявленной ценностью и наложенным платежом", true, true, false},
}

// unregistered are types that have the categories SIMPLE and ORDERED.
var unregistered = []string{"LETTER", "LETTER_CLASS_1", "BANDEROL", "BANDEROL_CLASS_1", "SMALL_PACKET"}

// available reports whether the account may use a category with a type.
func available(kind, category string) bool {
	plain := category == "SIMPLE" || category == "ORDERED"
	if slices.Contains(unregistered, kind) {
		return plain || category == "WITH_DECLARED_VALUE" || category == "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY"
	}
	switch {
	case plain:
		return false
	case kind == "ECOM" || kind == "ECOM_MARKETPLACE":
		return category == "ORDINARY" || category == "WITH_COMPULSORY_PAYMENT" || strings.HasPrefix(category, "WITH_DECLARED_VALUE")
	}
	return category != "WITH_COMPULSORY_PAYMENT"
}

// What enumerations of orders have.
var enums = map[string][]string{
	"transport-type":        {"SURFACE", "AVIA", "COMBINED", "EXPRESS", "STANDARD"},
	"payment-method":        {"CASHLESS", "STAMP", "FRANKING", "TO_FRANKING", "ONLINE_PAYMENT_MARK"},
	"notice-payment-method": {"CASHLESS", "STAMP", "FRANKING", "TO_FRANKING", "ONLINE_PAYMENT_MARK", "PAID_RECIPIENT"},
	"dimension-type":        {"S", "M", "L", "XL", "OVERSIZED"},
	"envelope-type":         {"C4", "C5", "C6", "DL", "A6", "A7", "OX", "OA"},
	"entries-type":          {"GIFT", "DOCUMENT", "SALE_OF_GOODS", "COMMERCIAL_SAMPLE", "OTHER"},
	"services": {
		"WITHOUT_SERVICE", "WITHOUT_OPENING", "CONTENTS_CHECKING", "WITH_FITTING", "COURIER_DELIVERY", "PARTIAL_REDEMPTION",
		"FUNCTIONALITY_CHECKING",
	},
	"identity-methods": {"WITHOUT_IDENTIFICATION", "PIN", "IDENTITY_DOCUMENT", "ORDER_NUM_AND_FIO"},
}

// mostInsured is the most that a parcel may be declared with, in kopecks.
const mostInsured = 50_000_000

var latin = regexp.MustCompile(`^[A-Za-z .,'\-]+$`)

// isIndex reports whether a text is the index of an office: six digits in a region that there is, or an office, point
// or locker of the directory.
func (s *Server) isIndex(index string) bool {
	if s.officeOf(index) != nil {
		return true
	}
	n, err := strconv.Atoi(index)
	return err == nil && len(index) == 6 && n >= 101000 && n < 695000
}

// points are the offices where the account hands in.
func points() []string { return []string{OfficeMoscow, OfficeMoscow2} }

// wrong returns all that is wrong with an order. The office may be missing in a request of the older version.
func (s *Server) wrong(o object, office bool) (all []object) {
	no := func(code, details string) { all = append(all, problem(code, "", details)) }
	kind, category, abroad := str(o, "mail-type"), str(o, "mail-category"), str(o, "mail-direct") != "643" && str(o, "mail-direct") != ""
	mail, isKind := mailTypes[kind]
	switch cat, isCategory := categories[category]; {
	case kind == "":
		no("EMPTY_MAIL_TYPE", "")
	case !isKind:
		no("ILLEGAL_MAIL_TYPE", kind)
	case str(o, "postoffice-code") == OfficeMoscow2 && strings.HasPrefix(kind, "ECOM"):
		no("UNAVAILABLE_MAIL_TYPE", kind)
	case category == "":
		no("EMPTY_MAIL_CATEGORY", "")
	case !isCategory || !available(kind, category):
		all = append(all, problem("ILLEGAL_MAIL_CATEGORY",
			"Категория '"+category+"' не поддерживается для данного вида отправления на данном направлении", category))
	case cat.cash && s.settings.NoCOD:
		no("RESTRICTED_MAIL_CATEGORY", "")
	}
	if str(o, "mail-direct") == "" {
		no("EMPTY_MAIL_DIRECT", "")
	}
	switch code := str(o, "postoffice-code"); {
	case code == "" && office:
		no("EMPTY_POSTOFFICE_CODE", strings.Join(points(), " "))
	case code != "" && !slices.Contains(points(), code):
		no("ILLEGAL_POSTOFFICE_CODE", strings.Join(points(), " "))
	}
	if str(o, "recipient-name") == "" && (str(o, "surname") == "" || str(o, "given-name") == "") {
		no("ILLEGAL_RECIPIENT_NAME", "")
	}
	s.wrongMass(o, mail, no)
	wrongMoney(o, no)
	if abroad {
		s.wrongAbroad(o, no)
	} else {
		s.wrongAddress(o, no)
	}
	s.wrongKind(o, mail, isKind, no)
	for _, k := range []string{"transport-type", "payment-method", "notice-payment-method", "envelope-type"} {
		if v := str(o, k); v != "" && !slices.Contains(enums[k], v) {
			no("ILLEGAL_"+strings.ToUpper(strings.ReplaceAll(k, "-", "_")), v)
		}
	}
	if v := str(o, "sms-notice-recipient"); v != "" && v != "0" && v != "1" {
		no("ILLEGAL_SMS_NOTICE_RECIPIENT_VALUE", v)
	}
	if v := str(o, "shelf-life-days"); v != "" && (num(o, "shelf-life-days") < 15 || num(o, "shelf-life-days") > 60) {
		no("UNDEFINED", "shelf-life-days: "+v)
	}
	if g := obj(o, "goods"); g != nil {
		items := objects(g["items"])
		if len(items) == 0 {
			no("EMPTY_GOODS_ITEMS_LIST", "")
		}
		for i, one := range items {
			if str(one, "description") == "" || str(one, "quantity") == "" {
				no("UNDEFINED", fmt.Sprintf("goods.items[%d]: description and quantity are required", i))
			}
		}
	}
	return all
}

func (s *Server) wrongMass(o object, mail mailType, no func(code, details string)) {
	switch mass := num(o, "mass"); {
	case str(o, "mass") == "":
		no("EMPTY_MASS", "")
	case mass < 1:
		no("ILLEGAL_MASS", str(o, "mass"))
	case mail.mass > 0 && mass > mail.mass:
		no("ILLEGAL_MASS_EXCESS", strconv.Itoa(mail.mass))
	}
}

func wrongMoney(o object, no func(code, details string)) {
	cat, known := categories[str(o, "mail-category")]
	if !known {
		return
	}
	value, payment := num(o, "insr-value"), num(o, "payment")
	switch {
	case cat.insured && str(o, "insr-value") == "":
		no("EMPTY_INSR_VALUE", "")
	case value < 0, cat.insured && value == 0, !cat.insured && value > 0:
		no("ILLEGAL_INSR_VALUE", str(o, "insr-value"))
	case value > mostInsured:
		no("INSR_VALUE_EXCEEDS_MAX", strconv.Itoa(mostInsured/100))
	}
	switch {
	case cat.cash && str(o, "payment") == "":
		no("EMPTY_PAYMENT", "")
	case payment < 0, cat.cash && payment == 0, !cat.cash && payment > 0:
		no("ILLEGAL_PAYMENT", str(o, "payment"))
	case payment > value:
		no("NOT_INSURED_PAYMENT", "")
	}
	if cat.compulsory && num(o, "compulsory-payment") <= 0 {
		no("EMPTY_PAYMENT", "")
	}
}

func (s *Server) wrongAddress(o object, no func(code, details string)) {
	if kind := str(o, "mail-type"); kind == "ECOM" || kind == "ECOM_MARKETPLACE" {
		return // it goes to a point
	}
	index := str(o, "index-to")
	if index == "" {
		index = str(o, "str-index-to")
	}
	switch {
	case index == "":
		no("EMPTY_INDEX_TO", "")
	case !s.isIndex(index):
		no("ILLEGAL_INDEX_TO", index)
	}
	switch kind := str(o, "address-type-to"); kind {
	case "":
		no("EMPTY_ADDRESS_TYPE_TO", "")
	case "DEFAULT":
		if str(o, "street-to") == "" && str(o, "location-to") == "" {
			no("EMPTY_STREET_TO", "")
		}
	case "PO_BOX", "UNIT":
		if str(o, "num-address-type-to") == "" {
			no("EMPTY_NUM_ADDRESS_TYPE", "")
		}
	case "DEMAND":
	default:
		no("ILLEGAL_ADDRESS_TYPE_TO", kind)
	}
	if str(o, "region-to") == "" {
		no("EMPTY_REGION_TO", "")
	}
	if str(o, "place-to") == "" {
		no("EMPTY_PLACE_TO", "")
	}
}

func (s *Server) wrongAbroad(o object, no func(code, details string)) {
	if direct := num(o, "mail-direct"); direct < 1 || direct > 999 {
		no("ILLEGAL_MAIL_DIRECT", str(o, "mail-direct"))
	}
	if name := str(o, "recipient-name"); name != "" && !latin.MatchString(name) {
		no("ILLEGAL_RECIPIENT_NAME_INTL", name)
	}
	if len(objects(obj(o, "customs-declaration")["customs-entries"])) == 0 {
		no("EMPTY_CUSTOMS_ENTRIES", "")
	}
}

// wrongKind is what one type of mail needs and another does not take.
func (s *Server) wrongKind(o object, mail mailType, known bool, no func(code, details string)) {
	if !known {
		return
	}
	kind := str(o, "mail-type")
	if obj(o, "dimension") != nil && !mail.sized {
		no("DIMENSION_NOT_SUPPORTED", "")
	}
	if mail.phone && len(digits(str(o, "tel-address"))) < 10 {
		no("EMPTY_TELADDRESS", "")
	}
	if yes(o, "fragile") && slices.Contains(unregistered, kind) {
		no("ILLEGAL_FRAGILE", "")
	}
	if strings.HasPrefix(kind, "LETTER") && str(o, "envelope-type") == "" {
		no("EMPTY_ENVELOPE_TYPE", "")
	}
	if kind != "ECOM" && kind != "ECOM_MARKETPLACE" {
		return
	}
	data := obj(o, "ecom-data")
	switch index := str(data, "delivery-point-index"); {
	case index == "":
		no("EMPTY_DELIVERY_POINT_INDEX", "")
	case s.officeOf(index) == nil || s.officeOf(index)["type-code"] == officeType:
		no("ILLEGAL_INDEX_TO", index)
	}
	if v := str(o, "dimension-type"); v != "" && !slices.Contains(enums["dimension-type"], v) {
		no("UNDEFINED", "dimension-type: "+v)
	} else if v == "" && obj(o, "dimension") == nil {
		no("EMPTY_DIMENSION_TYPE", "")
	}
	for _, k := range []string{"services", "identity-methods"} {
		for _, v := range texts(data[k]) {
			if !slices.Contains(enums[k], v) {
				no("UNDEFINED", "ecom-data."+k+": "+v)
			}
		}
	}
}

// digits are the digits of a text.
func digits(t string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, t)
}
