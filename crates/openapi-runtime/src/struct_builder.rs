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

/// Makes a builder of a struct, which begins with a value whose required fields are blank. Each type in brackets marks a
/// required property; after `=>` are the types once this one has been set.
/// The types of the setters' arguments convert into those of the fields; `in` converts the result into a field.
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
            $(#[$required_attribute:meta])* $required:ident $(in $required_in:path)?: $required_ty:ty => [$($after:ty),*]
        ),* $(,)? })?
        $(required_or_null { $(
            $(#[$either_attribute:meta])* $either:ident $maybe_either:ident $(| $either_null:ident [$($null_after:ty),*])? $(in $either_in:path)?: $either_ty:ty => [$($either_after:ty),*]
        ),* $(,)? })?
        $(plain { $($(#[$plain_attribute:meta])* $plain:ident $(in $plain_in:path)?: $plain_ty:ty),* $(,)? })?
        $(optional { $($(#[$optional_attribute:meta])* $optional:ident $maybe:ident $(in $optional_in:path)?: $optional_ty:ty),* $(,)? })?
        $(nullable { $(
            $(#[$nullable_attribute:meta])* $nullable:ident $maybe_nullable:ident $(| $null:ident)? $(in $nullable_in:path)?: $nullable_ty:ty
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
                    self.value.$required = $($required_in)?(value.into());
                    $builder { value: self.value, state: ::std::marker::PhantomData }
                }
            )*)?
            $($(
                $(#[$either_attribute])*
                pub fn $either(mut self, value: $either_ty) -> $builder<$($either_after),*> {
                    self.value.$either = ::std::option::Option::Some($($either_in)?(value.into()));
                    $builder { value: self.value, state: ::std::marker::PhantomData }
                }
                pub fn $maybe_either(mut self, value: ::std::option::Option<$either_ty>) -> $builder<$($either_after),*> {
                    self.value.$either = value.map(|value| $($either_in)?(value.into()));
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
                    self.value.$plain = $($plain_in)?(value.into());
                    self
                }
            )*)?
            $($(
                $(#[$optional_attribute])*
                pub fn $optional(mut self, value: $optional_ty) -> Self {
                    self.value.$optional = ::std::option::Option::Some($($optional_in)?(value.into()));
                    self
                }
                pub fn $maybe(mut self, value: ::std::option::Option<$optional_ty>) -> Self {
                    self.value.$optional = value.map(|value| $($optional_in)?(value.into()));
                    self
                }
            )*)?
            $($(
                $(#[$nullable_attribute])*
                pub fn $nullable(mut self, value: $nullable_ty) -> Self {
                    self.value.$nullable = ::std::option::Option::Some(::std::option::Option::Some($($nullable_in)?(value.into())));
                    self
                }
                pub fn $maybe_nullable(mut self, value: ::std::option::Option<$nullable_ty>) -> Self {
                    self.value.$nullable = value.map(|value| ::std::option::Option::Some($($nullable_in)?(value.into())));
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
