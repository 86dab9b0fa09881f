package texts

// bridgeLive is what is said of rows that people edit in another system, and of parcels that they ask for there.
func bridgeLive() []entry {
	return []entry{
		{
			"prices are those of %s: change the quantity, or enter a promo code",
			"цены задаёт %s: измените количество или введите промокод",
			"ціни задає %s: змініть кількість або введіть промокод",
			"ceny ustala %s: zmień ilość albo wprowadź kod promocyjny",
		},
		{
			"%s of block %d are being paid back: wait until the refund has ended; then what the buyer does not want goes into a return, and what comes in is another order",
			"покупателю возвращается %s по блоку %d: дождитесь конца возврата денег. Затем ненужное покупателю оформите возвратом, а новое — отдельным заказом",
			"покупцеві повертається %s за блоком %d: дочекайтеся кінця повернення грошей. Потім непотрібне покупцеві оформіть поверненням, а нове — окремим замовленням",
			"kupującemu zwracane jest %s z bloku %d: poczekaj na koniec zwrotu pieniędzy. Potem niechciane towary rozlicz zwrotem, a nowe osobnym zamówieniem",
		},
		{
			"the order is paid (%s), and rows are not changed any more: what the buyer does not want goes into a return, whose money is paid back; what comes in is another order",
			"заказ оплачен (%s), строки больше не меняются: ненужное покупателю оформите возвратом и верните за него деньги, а новое — отдельным заказом",
			"замовлення оплачено (%s), рядки більше не змінюються: непотрібне покупцеві оформіть поверненням і поверніть за нього гроші, а нове — окремим замовленням",
			"zamówienie jest opłacone (%s) i pozycji już się nie zmienia: niechciane towary rozlicz zwrotem i zwróć za nie pieniądze, a nowe osobnym zamówieniem",
		},
		{
			"%s of %s are wanted, and %s has %s free",
			"нужно %s × %s, в %s свободно %s; уменьшите количество",
			"потрібно %s × %s, у %s вільно %s; зменште кількість",
			"potrzeba %s × %s, w %s wolne %s; zmniejsz ilość",
		},
		{
			"%s cannot be asked for the stock: %v; try again later",
			"%s не отвечает на запрос остатков: %s. Повторите позже",
			"%s не відповідає на запит залишків: %s. Повторіть пізніше",
			"%s nie odpowiada na zapytanie o stany: %s. Ponów później",
		},
		{
			"%s could not be asked for the stock: %v; nobody knows whether %s are there: check it",
			"%s не ответила на запрос остатков: %s. Есть ли в наличии %s, неизвестно: проверьте",
			"%s не відповіла на запит залишків: %s. Чи є в наявності %s, невідомо: перевірте",
			"%s nie odpowiedziała na zapytanie o stany: %s. Nie wiadomo, czy %s są dostępne: sprawdź",
		},
		{
			"line %s: %s does not know the stock of %s: %v; enter it there",
			"позиция %s: в %s не найден остаток %s: %s. Заведите товар там",
			"позиція %s: у %s не знайдено залишок %s: %s. Заведіть товар там",
			"pozycja %s: w %s nie znaleziono stanu %s: %s. Dodaj tam towar",
		},
		{
			"the stock of %s is as it was at %s: check that %s are there",
			"остатки %s известны на %s: проверьте, что %s есть в наличии",
			"залишки %s відомі на %s: перевірте, що %s є в наявності",
			"stany %s są znane na %s: sprawdź, czy %s są dostępne",
		},
		{
			"no carrier is connected that takes parcels of this order",
			"не подключена служба доставки, которая берёт посылки этого заказа",
			"не підключено службу доставки, яка бере посилки цього замовлення",
			"nie podłączono przewoźnika, który przyjmuje paczki tego zamówienia",
		},
		{
			"choose the carrier of S%d: %s",
			"выберите службу доставки для S%d: %s",
			"виберіть службу доставки для S%d: %s",
			"wybierz przewoźnika dla S%d: %s",
		},
		{
			"%s takes no parcels of this order; those that do: %s",
			"%s не берёт посылки этого заказа; берут: %s",
			"%s не бере посилки цього замовлення; беруть: %s",
			"%s nie przyjmuje paczek tego zamówienia; przyjmują: %s",
		},
		{
			"the form of S%d is not right: %s; correct it and ask again",
			"форма заявки для S%d заполнена неверно: %s. Исправьте и отправьте снова",
			"форму заявки для S%d заповнено неправильно: %s. Виправте й надішліть знову",
			"formularz dla S%d jest wypełniony błędnie: %s. Popraw i wyślij ponownie",
		},
		{
			"%s cannot be asked for its form: %v; ask again later",
			"%s не отвечает на запрос формы: %s. Повторите позже",
			"%s не відповідає на запит форми: %s. Повторіть пізніше",
			"%s nie odpowiada na zapytanie o formularz: %s. Ponów później",
		},
	}
}
