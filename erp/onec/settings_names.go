package onec

import "slices"

// maxNumber is how long «Номер по данным клиента» may be.
const maxNumber = 30

// The values of GoodsSettings.By.
const (
	byArticle = "article"
	byCode    = "code"
)

// The values of KeySettings.Row.
const (
	rowIdentity = "ИдентификаторСтроки"
	rowContent  = "Содержание"
)

// defaultCurrency is the code of the rouble.
const defaultCurrency = "643"

// Values of the enumerations that settings may name.
var (
	taxations = []string{
		"ПродажаОблагаетсяНДС", "ПродажаНеОблагаетсяНДС", "ПродажаПоПатенту", "ПродажаНаЭкспорт", "ПродажаОблагаетсяЕНВД",
		"ПродажаОблагаетсяНДСВСтранеЕАЭС", "ОблагаетсяНДСУПокупателя", "ЭлектронныеУслуги",
	}
	deliveryMethods = []string{
		methodPickup, methodToClient, "ДоКлиентаКурьером", "СиламиПеревозчика", "СиламиПеревозчикаПоАдресу", "СиламиПеревозчикаДоПунктаПередачи",
		"КПолучателюОпределяетСлужбаДоставки", "ОпределяетсяВРаспоряжении",
	}
	compensations = []string{CompensateByGoods, CompensateByRefund, CompensateByAdvance}
)

const (
	defaultTax     = "ПродажаОблагаетсяНДС"
	methodPickup   = "Самовывоз"
	methodToClient = "ДоКлиента"
)

// byCarrier reports whether a method needs a carrier.
func byCarrier(method string) bool {
	return slices.Contains([]string{"СиламиПеревозчика", "СиламиПеревозчикаПоАдресу", "СиламиПеревозчикаДоПунктаПередачи"}, method)
}
