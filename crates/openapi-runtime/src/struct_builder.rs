//! Builders of structs. `build` only compiles once every required property is set.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

/// Marks a required property that has not been set; `()` marks one that has.
///
/// ```
/// # openapi_runtime::object!(pub struct Pet { name: required String = "name", });
/// # openapi_runtime::builder!(
/// #     PetBuilder[name] -> Pet: openapi_runtime::Typed::blank();
/// #     required { name: impl Into<String> => [()] }
/// # );
/// use openapi_runtime::struct_builder::Unset;
///
/// let unnamed: PetBuilder<Unset> = Pet::builder();
/// let named: PetBuilder<()> = unnamed.name("Rex");
/// assert_eq!(named.build().name, "Rex");
/// ```
#[derive(Debug)]
pub struct Unset;

/// Whether a required property has been set.
///
/// ```
/// use openapi_runtime::struct_builder::IsSet;
///
/// fn is_complete<S: IsSet>() {}
///
/// is_complete::<()>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a required property has not been set",
    label = "a required property has not been set"
)]
pub trait IsSet {}

impl IsSet for () {}

/// Which of the required properties have been set.
///
/// ```
/// use openapi_runtime::struct_builder::{State, Unset};
///
/// // Of two required properties, the first has been set.
/// let state: State<((), Unset)> = std::marker::PhantomData;
/// assert_eq!(size_of_val(&state), 0);
/// ```
pub type State<S> = PhantomData<fn() -> S>;

/// The default of a property or parameter, from its JSON; generated code calls it. A type of the caller's own may not read it.
#[doc(hidden)]
pub fn default_value<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Sets a field. A setter calls one of these functions, since rustc takes longer for the same in each.
#[doc(hidden)]
pub fn set<T>(field: &mut T, value: impl Into<T>) {
    *field = value.into();
}

#[doc(hidden)]
pub fn some<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

#[doc(hidden)]
pub fn maybe<T>(field: &mut Option<T>, value: Option<impl Into<T>>) {
    *field = value.map(Into::into);
}

#[doc(hidden)]
pub fn some_some<T>(field: &mut Option<Option<T>>, value: impl Into<T>) {
    *field = Some(Some(value.into()));
}

#[doc(hidden)]
pub fn maybe_some<T>(field: &mut Option<Option<T>>, value: Option<impl Into<T>>) {
    *field = value.map(|value| Some(value.into()));
}

/// The same for fields that are in a box.
#[doc(hidden)]
pub mod boxed {
    pub fn set<T>(field: &mut Box<T>, value: impl Into<T>) {
        **field = value.into();
    }

    pub fn some<T>(field: &mut Option<Box<T>>, value: impl Into<T>) {
        *field = Some(Box::new(value.into()));
    }

    pub fn maybe<T>(field: &mut Option<Box<T>>, value: Option<impl Into<T>>) {
        *field = value.map(|value| Box::new(value.into()));
    }

    pub fn some_some<T>(field: &mut Option<Option<Box<T>>>, value: impl Into<T>) {
        *field = Some(Some(Box::new(value.into())));
    }

    pub fn maybe_some<T>(field: &mut Option<Option<Box<T>>>, value: Option<impl Into<T>>) {
        *field = value.map(|value| Some(Box::new(value.into())));
    }
}

/// Makes a builder of a struct, which begins with a value whose required fields are blank. Each type in brackets marks a
/// required property; after `=>` are the types once this one has been set.
/// The types of the setters' arguments convert into those of the fields; `boxed` then puts the value into the box of the field.
///
/// ```
/// # use openapi_runtime::Typed;
/// openapi_runtime::object! {
///     pub struct Pet {
///         name: required String = "name",
///         age: optional Option<i64> = "age",
///         owner: nullable Option<Option<String>> = "owner",
///     }
/// }
/// openapi_runtime::builder! {
///     PetBuilder[name] -> Pet: Typed::blank();
///     required { name: impl Into<String> => [()] }
///     optional { age maybe_age: i64 }
///     nullable { owner maybe_owner | owner_null: impl Into<String> }
/// }
///
/// let pet = Pet::builder().age(3).name("Rex").owner_null().build();
/// assert_eq!(pet.name, "Rex");
/// assert_eq!(pet.owner, Some(None));
/// ```
///
/// ```compile_fail,E0277
/// # use openapi_runtime::Typed;
/// # openapi_runtime::object!(pub struct Pet { name: required String = "name", });
/// # openapi_runtime::builder!(PetBuilder[name] -> Pet: Typed::blank(); required { name: impl Into<String> => [()] });
/// Pet::builder().build();
/// ```
#[macro_export]
macro_rules! builder {
    (
        $builder:ident[$($state:ident),*] -> $name:ident: $blank:expr;
        $(required { $(
            $(#[$required_attribute:meta])* $required:ident $($required_how:ident)?: $required_ty:ty => [$($after:ty),*]
        ),* $(,)? })?
        $(required_or_null { $(
            $(#[$either_attribute:meta])* $either:ident $maybe_either:ident $(| $either_null:ident [$($null_after:ty),*])? $($either_how:ident)?: $either_ty:ty => [$($either_after:ty),*]
        ),* $(,)? })?
        $(plain { $($(#[$plain_attribute:meta])* $plain:ident $($plain_how:ident)?: $plain_ty:ty),* $(,)? })?
        $(optional { $($(#[$optional_attribute:meta])* $optional:ident $maybe:ident $($optional_how:ident)?: $optional_ty:ty),* $(,)? })?
        $(nullable { $(
            $(#[$nullable_attribute:meta])* $nullable:ident $maybe_nullable:ident $(| $null:ident)? $($nullable_how:ident)?: $nullable_ty:ty
        ),* $(,)? })?
    ) => {
        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        #[must_use]
        pub struct $builder<$($state),*> {
            value: $name,
            state: $crate::struct_builder::State<($($state,)*)>,
        }

        impl $name {
            /// Starts one.
            pub fn builder() -> $builder<$($crate::builder!(@unset $state)),*> {
                $builder {
                    value: $blank,
                    state: ::std::marker::PhantomData,
                }
            }
        }

        impl<$($state),*> $builder<$($state),*> {
            $($(
                $(#[$required_attribute])*
                pub fn $required(mut self, value: $required_ty) -> $builder<$($after),*> {
                    $crate::struct_builder$(::$required_how)?::set(&mut self.value.$required, value);
                    $builder { value: self.value, state: ::std::marker::PhantomData }
                }
            )*)?
            $($(
                $(#[$either_attribute])*
                pub fn $either(mut self, value: $either_ty) -> $builder<$($either_after),*> {
                    $crate::struct_builder$(::$either_how)?::some(&mut self.value.$either, value);
                    $builder { value: self.value, state: ::std::marker::PhantomData }
                }
                pub fn $maybe_either(mut self, value: ::std::option::Option<$either_ty>) -> $builder<$($either_after),*> {
                    $crate::struct_builder$(::$either_how)?::maybe(&mut self.value.$either, value);
                    $builder { value: self.value, state: ::std::marker::PhantomData }
                }
                $(
                    pub fn $either_null(mut self) -> $builder<$($null_after),*> {
                        self.value.$either = ::std::option::Option::None;
                        $builder { value: self.value, state: ::std::marker::PhantomData }
                    }
                )?
            )*)?
            $($(
                $(#[$plain_attribute])*
                pub fn $plain(mut self, value: $plain_ty) -> Self {
                    $crate::struct_builder$(::$plain_how)?::set(&mut self.value.$plain, value);
                    self
                }
            )*)?
            $($(
                $(#[$optional_attribute])*
                pub fn $optional(mut self, value: $optional_ty) -> Self {
                    $crate::struct_builder$(::$optional_how)?::some(&mut self.value.$optional, value);
                    self
                }
                pub fn $maybe(mut self, value: ::std::option::Option<$optional_ty>) -> Self {
                    $crate::struct_builder$(::$optional_how)?::maybe(&mut self.value.$optional, value);
                    self
                }
            )*)?
            $($(
                $(#[$nullable_attribute])*
                pub fn $nullable(mut self, value: $nullable_ty) -> Self {
                    $crate::struct_builder$(::$nullable_how)?::some_some(&mut self.value.$nullable, value);
                    self
                }
                pub fn $maybe_nullable(mut self, value: ::std::option::Option<$nullable_ty>) -> Self {
                    $crate::struct_builder$(::$nullable_how)?::maybe_some(&mut self.value.$nullable, value);
                    self
                }
                $(
                    pub fn $null(mut self) -> Self {
                        self.value.$nullable = ::std::option::Option::Some(::std::option::Option::None);
                        self
                    }
                )?
            )*)?

            /// The value, once all that is required has been set.
            pub fn build(self) -> $name
            where
                $($state: $crate::struct_builder::IsSet,)*
            {
                self.value
            }
        }
    };
    (@unset $state:ident) => {
        $crate::struct_builder::Unset
    };
}
