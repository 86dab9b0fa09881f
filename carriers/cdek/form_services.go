package cdek

import (
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
)

// plainServices are the additional services without a parameter. INSURANCE is left out: shop orders are insured by
// their declared value. So are those that only CDEK's managers set.
var plainServices = []string{
	PartialDelivery + "=Частичная доставка", TryingOn + "=Примерка на дому", NoInspection + "=Запрет осмотра вложения",
	SMSOnArrival + "=СМС получателю о прибытии", SMSBeforeStorageEnds + "=СМС получателю об окончании хранения",
	NotifyCreated + "=СМС получателю о создании заказа", NotifyDelivery + "=СМС получателю о доставке",
	AdultGoods + "=Товары 18+", DangerousCargo + "=Опасный груз", ThermalMode + "=Тепловой режим",
	TakeAtSender + "=Забор в городе отправителя (LTL)", DeliverAtReceiver + "=Доставка в городе получателя (LTL)",
	CarryUpByElevator + "=Подъём на лифте", LoadersAtSender + "=Погрузка у отправителя", LoadersAtRecipient + "=Разгрузка у получателя",
	"CUSTOMS_CLEARANCE=Таможенное оформление", "EXP_REGIST=Экспортное оформление", "EXP_REGIST_WITH_DOC=Экспортное оформление с документами",
	"EXP_REGIST_WITHOUT_DOC=Экспортное оформление без документов", "CUSTOM_CLEARENCE_FOR_LAST_MILE_B2B_200=Оформление для последней мили B2B 200",
	"CUSTOMS_CLEARANCE_FOR_THE_LAST_MILE=Оформление для последней мили", "CUSTOM_CLEARENCE_FOR_LAST_MILE_B2B_200469=Оформление для последней мили B2B 200469",
	"CUSTOM_CLEARENCE_FOR_B2B_1000_EXPORT=Оформление B2B 1000, экспорт", "CUSTOM_CLEARENCE_FOR_B2B_200_IMPORT=Оформление B2B 200, импорт",
	"SELF_CLEARING_CUSTOMS_FOR_B2B_EXPORT=Самостоятельное оформление B2B, экспорт", "SELF_CLEARING_CUSTOMS_FOR_B2B_IMPORT=Самостоятельное оформление B2B, импорт",
}

// packing are services that are ordered by the piece.
var packing = []string{
	"COURIER_PACKAGE_A2=Пакет курьерский А2", "PACKAGE_A_2_LIGHT_EXPRESS=Сейф-пакет А2", "PACKAGE_A_3_LIGHT_EXPRESS=Сейф-пакет А3",
	"PACKAGE_A_4_LIGHT_EXPRESS=Сейф-пакет А4", "PACKAGE_A_5_LIGHT_EXPRESS=Сейф-пакет А5", "ENVELOPE_A4_CDEK_FREE=Конверт А4",
	"CARTON_BOX_XS=Коробка XS", "CARTON_BOX_S_2_KILOS=Коробка S (2 кг)", "CARTON_BOX_M=Коробка M", "CARTON_BOX_2KG=Коробка 2 кг",
	"CARTON_BOX_3KG=Коробка 3 кг", "CARTON_BOX_5KG=Коробка 5 кг", "CARTON_BOX_10KG=Коробка 10 кг", "CARTON_BOX_L_12_KILOS=Коробка L (12 кг)",
	"CARTON_BOX_XL_18_KILOS=Коробка XL (18 кг)", "CARTON_BOX_20KG=Коробка 20 кг", "CARTON_BOX_30KG=Коробка 30 кг",
	CartonFiller + "=Наполнитель", "XL_BOX_INNER_CRATE=Вложение в коробку XL", "20_KG_BOX_INNER_CRATE=Вложение в коробку 20 кг",
	"30_KG_BOX_INNER_CRATE=Вложение в коробку 30 кг",
}

// servicePrefix begins the names of services with a parameter.
const servicePrefix = "service."

// services are the additional services: those without a parameter together, each of the others with its parameter.
func services() []field[Draft] {
	all := field[Draft]{
		carriers.Field{Name: "services", Label: "Услуги", Group: groupServices, Type: carriers.TypeChoices},
		func(d *Draft, v carriers.Values, name string) {
			for code := range strings.SplitSeq(v[name], ",") {
				d.Services = append(d.Services, Service{Code: strings.TrimSpace(code)})
			}
		},
	}.chosen(plainServices...)
	all.Type = carriers.TypeChoices
	out := []field[Draft]{
		all,
		service(SMSToSender, "СМС отправителю о вручении, на номер").of(carriers.TypePhone),
		service(CarryUpByHand, "Подъём вручную, этажей").counted(),
		service(PhotoOfDocuments, "Фото документов, код проекта"),
		service(BubbleWrap, "Воздушно-пузырьковая плёнка, м").counted(),
		service(WastePaper, "Макулатурная бумага, м").counted(),
	}
	for _, p := range packing {
		code, label, _ := strings.Cut(p, "=")
		out = append(out, service(code, label+", шт.").counted())
	}
	return out
}

// service is an additional service with a parameter; it is ordered if the parameter is filled in.
func service(code, label string) field[Draft] {
	return field[Draft]{
		carriers.Field{Name: servicePrefix + code, Label: label, Group: groupServices, Type: carriers.TypeText, MaxLen: maxText},
		func(d *Draft, v carriers.Values, name string) {
			d.Services = append(d.Services, Service{Code: code, Parameter: v[name]})
		},
	}
}

// counted makes the field a number of at least 1.
func (f field[T]) counted() field[T] {
	f.Type, f.Min, f.Max = carriers.TypeInteger, "1", "1000"
	return f
}

// additionalTypes are the types of orders other than those of shops.
func additionalTypes() field[Draft] {
	f := field[Draft]{
		carriers.Field{Name: "additional_order_types", Label: "Дополнительный тип заказа"},
		func(d *Draft, v carriers.Values, name string) {
			for code := range strings.SplitSeq(v[name], ",") {
				d.AdditionalTypes = append(d.AdditionalTypes, integer(code))
			}
		},
	}.chosen("2=LTL", "4=Forward", "6=Фулфилмент, приход", "7=Фулфилмент, отгрузка", "9=Forward Express", "10=Доставка шин", "11=Один офис",
		"14=CDEK.Shopping", "15=ТО для последней мили")
	f.Type = carriers.TypeChoices
	return f
}
